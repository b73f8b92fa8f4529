"""An edition as one archive: the same bytes for the same files, whenever and wherever it is made."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from grader.errors import UsageError

SAME_TIME = (1980, 1, 1, 0, 0, 0)
SAME_SECOND = 315532800
ARCHIVES = (".zip", ".tar.gz", ".tgz")
PLAIN, PROGRAM = 0o644, 0o755


def is_archive(path: Path) -> bool:
    """Whether this name asks for an archive rather than a folder."""
    return path.name.endswith(ARCHIVES)


def write_archive(path: Path, files: Mapping[str, bytes], *, top: str = "") -> None:
    """Write the files below a folder `top` into a zip or tar.gz, by the path's name. Raises UsageError."""
    make = _zip if path.name.endswith(".zip") else _tar
    content = make({f"{top}/{name}" if top else name: content for name, content in files.items()})
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UsageError(f"{path.name} cannot be written ({error.strerror}).", hint="Name another place.") from None


def mode_of(name: str, content: bytes) -> int:
    """The rights of a file: a script that names its interpreter can be run."""
    return PROGRAM if content.startswith(b"#!") and PurePosixPath(name).suffix in ("", ".sh") else PLAIN


def _zip(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, SAME_TIME)
            entry.create_system = 3  # Unix, whichever system writes it.
            entry.external_attr = (stat.S_IFREG | mode_of(name, content)) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def _tar(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=whole, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), SAME_SECOND, mode_of(name, content)
            archive.addfile(entry, io.BytesIO(content))
    return whole.getvalue()
