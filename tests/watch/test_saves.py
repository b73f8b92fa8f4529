"""Whether a file was saved: events, polling, and a look now and then."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from grader.student.file_events import Saves, is_whole

LONGEST_S = 30.0


@pytest.mark.parametrize("poll", [False, True])
def test_a_save_is_heard_once(tmp_path: Path, poll: bool) -> None:
    """`saved` is called, and `take` tells of it one time."""
    file, heard = tmp_path / "answer.py", threading.Event()
    file.write_text("1\n")
    with Saves(file, heard.set, poll=poll) as saves:
        _written_until_heard(file, heard)

        assert saves.take()
        assert not saves.take()


def test_other_files_of_the_folder_are_not_heard(tmp_path: Path) -> None:
    """A swap file or a cache beside the file is no save of it."""
    file, heard = tmp_path / "answer.py", threading.Event()
    file.write_text("1\n")
    with Saves(file, heard.set) as saves:
        _written_until_heard(file, heard)
        saves.take()
        (tmp_path / ".answer.py.swp").write_text("2\n")
        (tmp_path / "__pycache__").mkdir()

        assert not saves.look()


def test_where_no_events_come_polling_begins(tmp_path: Path) -> None:
    """Two changes that were only found by looking are enough: from then on the file is polled."""
    file, heard = tmp_path / "folder" / "answer.py", threading.Event()
    with Saves(file, heard.set) as saves:
        # The folder is not there yet, so that nothing can watch it: it appears as a mounted one would.
        file.parent.mkdir()
        for text in ("1\n", "22\n"):
            assert not saves.polls
            file.write_text(text)
            assert saves.look()

        assert saves.polls
        assert not saves.look()
        _written_until_heard(file, heard)


def test_an_emptied_file_is_not_whole(tmp_path: Path) -> None:
    """An editor that has emptied or moved the file away is about to write it."""
    file = tmp_path / "answer.py"

    assert not is_whole(file)
    file.write_text("")
    assert not is_whole(file)
    file.write_text("1\n")
    assert is_whole(file)


def _written_until_heard(file: Path, heard: threading.Event) -> None:
    """Save, again and again until the watch that is just beginning hears it."""
    for number in range(1000):
        file.write_text("x" * number)
        if heard.wait(LONGEST_S / 1000):
            return
    raise AssertionError("no save was ever heard")
