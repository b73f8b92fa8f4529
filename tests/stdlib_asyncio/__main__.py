"""Run CPython's own asyncio tests on our loop, and hold them against the list.

python -m tests.stdlib_asyncio                              both modes, all files that need no sockets
python -m tests.stdlib_asyncio --mode split test_locks -v   one mode, one file, with the reason of each failure
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from tests.stdlib_asyncio import listing, running
from tests.stdlib_asyncio.listing import Entry, Judged
from tests.stdlib_asyncio.running import Ended

BATCHES = {"in-process": running.in_process, "split": running.as_a_submission}


def main(arguments: Sequence[str]) -> int:
    """0 where all that is not listed passes and the list is right; 1 where not."""
    asked = _parser().parse_args(arguments)
    python = f"Python {sys.version.split()[0]}"
    if not running.is_installed():
        print(f"{python} comes without its own tests (test.test_asyncio): left out.")
        return 0
    tests = running.names(asked.files or running.FILES)
    entries = listing.read()
    held = [_run(python, mode, tests, entries, asked) for mode in ([asked.mode] if asked.mode else BATCHES)]
    return 0 if all(held) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.stdlib_asyncio", description="CPython's own asyncio tests.")
    parser.add_argument("--mode", choices=list(BATCHES), help="both, where it is left out")
    parser.add_argument("files", nargs="*", metavar="file", help="test_locks, test_tasks …")
    parser.add_argument("-v", "--verbose", action="store_true", help="why each test failed")
    return parser


def _run(python: str, mode: str, tests: Sequence[str], entries: Sequence[Entry], asked: argparse.Namespace) -> bool:
    began = time.monotonic()
    ended = running.run_all(tests, BATCHES[mode])
    outcomes = {_short(name): end.outcome for name, end in ended.items()}
    judged = listing.judge(outcomes, entries, sys.version_info[:2], mode, whole=not asked.files)
    elsewhere = _fails_on_plain_asyncio(judged.failed)
    for line in _lines(judged, {_short(name): end for name, end in ended.items()}, elsewhere, asked.verbose):
        print(line)
    failed = len(judged.failed) - len(elsewhere)
    counts = f"{len(judged.passed)} pass, {len(judged.does_not_apply)} do not apply, {len(judged.known)} known faults, "
    counts += f"{failed} other failures, {len(judged.skipped) + len(elsewhere)} not for this machine"
    print(f"{python}, {mode}: {counts} ({time.monotonic() - began:.0f} s)", flush=True)
    return not failed and not judged.stale


def _fails_on_plain_asyncio(names: Sequence[str]) -> frozenset[str]:
    """Those that this machine or this Python is to blame for."""
    if not names:
        return frozenset()
    ended = running.run_all([f"{running.PACKAGE}.{name}" for name in names], running.on_plain_asyncio)
    return frozenset(_short(name) for name, end in ended.items() if end.outcome == "failed")


def _lines(judged: Judged, ended: dict[str, Ended], elsewhere: frozenset[str], verbose: bool) -> list[str]:
    lines = [f"  stale: {sentence}" for sentence in judged.stale]
    for name in judged.failed:
        said = "fails on plain asyncio too" if name in elsewhere else _last_line(ended[name].why)
        lines.append(f"  {'left out' if name in elsewhere else 'FAILED'}: {name}: {said}")
    if verbose:
        shown = [name for name in ended if ended[name].outcome == "failed"]
        lines += [f"\n--- {name}\n{ended[name].why}" for name in shown]
    return lines


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1][:160]


def _short(name: str) -> str:
    return name.removeprefix(f"{running.PACKAGE}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
