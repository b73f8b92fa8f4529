"""Make what is handed in: folders, zips, and the files that `grade pack` writes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.support.katas import write_files


def zipped(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """A zip of these files."""
    path.write_bytes(zip_bytes(files))
    return path


def zip_bytes(files: Mapping[str, bytes | str]) -> bytes:
    """The bytes of a zip of these files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def folder(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """A folder of these files."""
    return write_files(path, files)


def pack(files: Mapping[str, bytes | str], when: str = "2026-01-30T10:00:00+00:00") -> bytes:
    """A hand-in as `grade pack` writes it."""
    manifest = {"version": 1, "when": when, "katas": [{"kata": "kata01", "submit": name} for name in files]}
    return zip_bytes({"manifest.json": json.dumps(manifest), **files})
