"""What a candidate may use in all, however it spreads it, where no control group is around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.engine.examiner.zygote import ZygoteLauncher, protections_of
from grader.model import Level, Outcome
from tests.zygote.conftest import Mark

MOST_THREADS = 256
MOST_MIB = 64


@pytest.fixture(scope="module")
def alone() -> Iterator[ZygoteLauncher]:
    """A zygote with walls and no control group."""
    with ZygoteLauncher(grouped=False) as launcher:
        yield launcher


@pytest.mark.holds("namespaces")
def test_strong_needs_no_control_group(alone: ZygoteLauncher) -> None:
    """Threads are counted by the namespace, files by the folder they lie in, and that nobody grouped them is said."""
    found = protections_of(alone)

    assert Level.STRONG is found.level
    assert any(layer.startswith("threads: 256") for layer in found.layers)
    assert any(layer.startswith("disk: 64 MiB") for layer in found.layers)
    assert any(text.startswith("group: left out") for text in found.missing)


@pytest.mark.holds("namespaces")
def test_threads_have_an_end(alone: ZygoteLauncher, mark: Mark) -> None:
    """Small ones, which memory would hold by the thousand, run out; those of an honest program do not."""

    async def check(kata: object) -> None:
        made = await kata.start()  # type: ignore[attr-defined]
        assert 32 <= made <= MOST_THREADS

    source = """
        import threading
        async def start():
            threading.stack_size(32768)
            gate, made = threading.Event(), []
            try:
                while len(made) < 3000:
                    made.append(threading.Thread(target=gate.wait, daemon=True))
                    made[-1].start()
            except RuntimeError:
                made.pop()
            gate.set()
            for one in made: one.join()
            return len(made)
    """

    report = mark(alone, source, check)

    assert Outcome.PASSED is report.results[0].outcome


@pytest.mark.holds("namespaces")
def test_files_have_an_end(alone: ZygoteLauncher, mark: Mark) -> None:
    """Many files of the size that one may have fill the folder, and no more; the next candidate finds it empty."""

    async def fills(kata: object) -> None:
        written = await kata.fill()  # type: ignore[attr-defined]
        assert 16 < written <= MOST_MIB

    source = """
        import os
        async def fill():
            written = 0
            for number in range(100):
                try:
                    with open(f"file{number}", "wb", buffering=0) as file:
                        for _ in range(16):
                            file.write(bytes(1 << 20))
                            written += 1
                except OSError:
                    break
            return written
    """

    reports = [mark(alone, source, fills) for _ in range(2)]

    assert [report.results[0].outcome for report in reports] == [Outcome.PASSED] * 2


def test_without_walls_what_has_no_end_is_said() -> None:
    """At `partial` threads and files have no total of their own, and the report names both."""
    with ZygoteLauncher(walls=False, grouped=False) as launcher:
        found = protections_of(launcher)

    assert Level.PARTIAL is found.level
    assert {"threads", "disk"} <= {text.partition(":")[0] for text in found.missing}
