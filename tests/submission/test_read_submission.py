"""What is taken from a student, and what is refused with one sentence."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from pathlib import Path

import pytest

from grader.engine.submission import MAX_BYTES, read_submission
from grader.errors import ExitCode, NotGradable
from tests.support.claims import nonempty

SOURCE = b"async def my_gather(*jobs):\n    return []\n"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def refused(path: Path) -> NotGradable:
    """The refusal that this path meets."""
    with pytest.raises(NotGradable) as caught:
        read_submission(path)
    return caught.value


def written(folder: Path, source: bytes) -> Path:
    """A submission with these bytes."""
    path = folder / "gather.py"
    path.write_bytes(source)
    return path


def test_a_file_is_taken_byte_for_byte(tmp_path: Path) -> None:
    """The bytes are those of the file, and the hash is theirs."""
    taken = read_submission(written(tmp_path, SOURCE))

    assert (taken.name, taken.source) == ("gather.py", SOURCE)
    assert taken.sha256 == hashlib.sha256(SOURCE).hexdigest()


def test_a_file_is_never_compiled_here(tmp_path: Path) -> None:
    """A syntax error is for the candidate to find."""
    assert read_submission(written(tmp_path, b"def (:\n")).source == b"def (:\n"


def test_the_largest_file_is_taken(tmp_path: Path) -> None:
    """256 KiB are taken, one byte more is not."""
    assert len(read_submission(written(tmp_path, b"#" * MAX_BYTES)).source) == MAX_BYTES
    assert refused(written(tmp_path, b"#" * (MAX_BYTES + 1))).message == "gather.py is larger than 256 KiB."


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"\xef\xbb\xbf" + SOURCE, id="byte-order-mark"),
        pytest.param("# für\n".encode(), id="utf-8"),
        pytest.param("# coding: latin-1\n# für\n".encode("latin-1"), id="latin-1-as-declared"),
        pytest.param("#!/usr/bin/python\n# -*- coding: cp1252 -*-\n# €\n".encode("cp1252"), id="declared-in-line-2"),
    ],
)
def test_encodings_that_python_reads_are_taken(tmp_path: Path, source: bytes) -> None:
    """UTF-8 with or without its mark is taken, and a declared common encoding too."""
    assert read_submission(written(tmp_path, source)).source == source


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(b"", "gather.py is empty.", id="empty"),
        pytest.param(b" \n\t\n", "gather.py is empty.", id="blank"),
        pytest.param(b"x = 1\n\0", "gather.py holds zero bytes, so it is not Python.", id="zero-byte"),
        pytest.param("# a\n# b\n# für\n".encode("latin-1"), "gather.py is not UTF-8: see line 3.", id="latin-1"),
        pytest.param(b"\xff\xfex\0", "gather.py holds zero bytes, so it is not Python.", id="utf-16"),
        pytest.param(b"# coding: utf-7\n", "gather.py says it is written in utf-7.", id="odd-codec"),
        pytest.param(b"# coding: no-such\n", "gather.py is not UTF-8, and names no encoding that fits.", id="unknown"),
        pytest.param(
            b"\xef\xbb\xbf# coding: latin-1\n",
            "gather.py is not UTF-8, and names no encoding that fits.",
            id="contradiction",
        ),
    ],
)
def test_what_is_not_python_text_is_refused(tmp_path: Path, source: bytes, message: str) -> None:
    """A file that Python cannot read as text is refused with one sentence and a next step."""
    error = refused(written(tmp_path, source))

    assert error.message == message
    assert error.hint
    assert error.code is ExitCode.NOT_GRADABLE


@pytest.mark.parametrize("codec", ["punycode", "rot13", "undefined", "base64"])
def test_a_codec_for_anything_but_text_is_refused(tmp_path: Path, codec: str) -> None:
    """A costly codec, and one that turns no bytes into text, is refused and never tried on the file."""
    error = refused(written(tmp_path, f"# coding: {codec}\n".encode()))

    assert "written in" in error.message or "names no encoding that fits" in error.message


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    """A path with nothing there is refused by its name."""
    assert refused(tmp_path / "gather.py").message == "There is no file gather.py."


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder with the right name is no file."""
    (tmp_path / "gather.py").mkdir()

    assert refused(tmp_path / "gather.py").message == "gather.py is a folder, not a file."


@posix_only
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A link is refused, wherever it leads."""
    (tmp_path / "gather.py").symlink_to("/etc/passwd")

    assert refused(tmp_path / "gather.py").message == "gather.py is a link, not a file."


@posix_only
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A FIFO that nobody writes to is refused at once."""
    os.mkfifo(tmp_path / "gather.py")

    assert refused(tmp_path / "gather.py").message == "gather.py is a pipe, not a file."


@posix_only
def test_a_device_is_refused() -> None:
    """A device without an end is not read."""
    assert refused(Path("/dev/zero")).message == "zero is a device, not a file."


@posix_only
def test_a_socket_is_refused(tmp_path: Path) -> None:
    """A socket is no file."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.py"))

        assert refused(tmp_path / "s.py").message == "s.py is a socket, not a file."


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_said_so(tmp_path: Path) -> None:
    """A file without read permission is refused with the system's reason."""
    path = written(tmp_path, SOURCE)
    path.chmod(0)

    assert refused(path).message == "gather.py cannot be read: permission denied."


@pytest.mark.parametrize("name", ["gather\x00.py", "g" * 400 + ".py"], ids=["zero-byte", "too-long"])
def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    """A name that no file can have is refused without a traceback."""
    assert "cannot be read" in refused(tmp_path / name).message or "no file" in refused(tmp_path / name).message


@posix_only
@pytest.mark.parametrize(
    "name",
    ["\x1b[2Jgather.py", "gather\u202eyp.py", "ga\nther.py", "ga\rther.py"],
    ids=["escape", "bidi", "line", "return"],
)
def test_a_name_cannot_write_on_the_screen(tmp_path: Path, name: str) -> None:
    """Control and bidirectional characters of a name are shown as codes, in errors and in what is taken."""
    missing = refused(tmp_path / name).message
    path = tmp_path / name
    path.write_bytes(SOURCE)

    taken = read_submission(path).name

    assert taken in missing
    assert all(character.isprintable() and character != "\u202e" for character in nonempty(missing))
