"""`grade pack`."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Bench

ALPHA = "katas/kata01_alpha/alpha.py"
BETA = "katas/kata02_beta/beta.py"


def test_a_pack_holds_what_was_begun(bench: Bench) -> None:
    """Begun files go in under their own names, with a manifest that tells what they are."""
    bench.write(BETA, "mine\n")

    assert bench.grade("pack") == 0
    with zipfile.ZipFile(bench.root / "handin.zip") as archive:
        assert archive.namelist() == ["manifest.json", "beta.py"]
        manifest = json.loads(archive.read("manifest.json"))
    (entry,) = manifest["katas"]
    assert manifest["when"] == "2026-01-02T03:04:05+00:00"
    assert ("kata02", "beta.py", sha256(b"mine\n").hexdigest()) == (entry["kata"], entry["submit"], entry["sha256"])
    assert len(entry["kata_version"]) == 64


def test_the_same_files_give_the_same_pack(bench: Bench) -> None:
    """Packed at the same moment, the same files are the same bytes."""
    bench.write(ALPHA, "mine\n")
    bench.write(BETA, "mine too\n")

    bench.grade("pack", "--to", "one.zip")
    bench.grade("pack", "--to", "two.zip")

    assert (bench.root / "one.zip").read_bytes() == (bench.root / "two.zip").read_bytes()


def test_an_untouched_kata_is_left_out(bench: Bench) -> None:
    """Who names a kata that is not begun is told so; with nothing else there is no file."""
    assert bench.grade("pack", "kata01") == 5
    assert "kata01 is left out" in bench.err
    assert not (bench.root / "handin.zip").exists()


def test_a_file_that_cannot_be_written_is_usage(bench: Bench) -> None:
    """A folder that is not there is told, with the next step."""
    bench.write(ALPHA, "mine\n")

    assert bench.grade("pack", "--to", "nowhere/handin.zip") == 2
    assert "--to FILE" in bench.err
