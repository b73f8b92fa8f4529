"""What a zygote's candidates share with each other and with a cold start: only how they behave."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.curriculum import load_katas
from grader.engine.candidate.zygote import REHEARSED_AT
from grader.engine.examiner import examine
from grader.engine.examiner.launch import ColdLauncher
from grader.engine.examiner.zygote import ZygoteLauncher
from grader.engine.submission import AttemptRequest, read_submission
from grader.model import Level, Outcome, Protections, Report, Verdict
from tests.examiner.bench import SEED
from tests.support.claims import nonempty
from tests.support.processes import below

HOME = Path(__file__).parents[2]
KATAS = {kata.id: kata for kata in load_katas(HOME)}


async def says_yes(kata: Any, clock: Any) -> None:
    """The submission works."""
    assert await kata.work() == "yes"


def programs(kata: str) -> list[Path]:
    """The reference of a kata, its alternatives and its wrong solutions."""
    folder = next((HOME / "solutions").glob(f"{kata}_*"))
    return [*folder.glob("*.py"), *folder.glob("alternatives/*.py"), *sorted(folder.glob("wrong/*.py"))[:3]]


def wait_until_gone(pids: set[int]) -> None:
    """Come back when all of these have ended."""
    for pid in pids:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(pid)
            select.select([handle], [], [], 10)
            os.close(handle)


def outcomes(report: Report) -> list[Outcome]:
    """How each check ended."""
    return [result.outcome for result in report.results]


@pytest.mark.parametrize("kata", ["kata00", "kata05", "kata11"])
def test_cold_and_warm_give_identical_reports(zygote: ZygoteLauncher, kata: str) -> None:
    """Right or wrong, a program's report does not tell how its candidate was started, but for the protections."""

    def body(desk: Any) -> list[tuple[Report, Report]]:
        requests = [AttemptRequest(read_submission(path), SEED) for path in programs(kata)]
        return [(desk.grade(one, launcher=ColdLauncher()), desk.grade(one, launcher=zygote)) for one in requests]

    pairs = examine(KATAS[kata], body)

    assert pairs
    for cold, warm in nonempty(pairs):
        assert replace(warm, protections=Protections()) == replace(cold, protections=Protections())


def test_a_rehearsal_leaves_no_trace() -> None:
    """Once a zygote has made so many candidates that it rehearses, it is the same one, and so are its reports."""
    solution = read_submission(programs("kata11")[0])
    with ZygoteLauncher() as launcher:
        launcher.start().close()
        young = launcher.pid
        first = examine(KATAS["kata11"], lambda desk: desk.grade(AttemptRequest(solution, SEED), launcher=launcher))
        for _ in range(REHEARSED_AT):
            launcher.start().close()
        later = examine(KATAS["kata11"], lambda desk: desk.grade(AttemptRequest(solution, SEED), launcher=launcher))

        assert (young, Verdict.ACCEPTED) == (launcher.pid, later.verdict)
        assert first == later


def test_nothing_of_an_attempt_reaches_the_next(zygote: ZygoteLauncher, mark: Any) -> None:
    """Patched modules, changed variables and written files are gone with the candidate."""
    poison = """
        import asyncio, builtins, json, os, sys
        async def work():
            builtins.left = asyncio.sleep = json.dumps = os.getcwd = "behind"
            os.environ["LEFT"] = "behind"
            sys.modules["left"] = sys
            open("left", "w").write("behind")
            return "yes"
    """
    look = """
        import asyncio, builtins, json, os, sys
        async def work():
            patched = "behind" in (asyncio.sleep, json.dumps, os.getcwd) or hasattr(builtins, "left")
            seen = patched or "LEFT" in os.environ or "left" in sys.modules or os.listdir(".")
            return "no" if seen else "yes"
    """

    poisoned, looked = mark(zygote, poison, says_yes), mark(zygote, look, says_yes)

    assert outcomes(poisoned) == outcomes(looked) == [Outcome.PASSED]


@pytest.mark.parametrize(
    "ending",
    [
        pytest.param("import os; os._exit(0)", id="exit"),
        pytest.param("import os; os.kill(os.getpid(), 9)", id="kill"),
        pytest.param("import ctypes; ctypes.string_at(0)", id="crash"),
        pytest.param("import os\n    while True: os.write(2, bytes(65536))", id="flood"),
        pytest.param("bytearray(2 << 30)", id="memory"),
        pytest.param("import os\n    for n in range(400): os.mkdir('d'); os.chdir('d')", id="deep-folders"),
        pytest.param("for n in range(500): open(str(n), 'w').close()", id="many-files"),
    ],
)
def test_an_end_of_any_kind_leaves_the_next_alone(zygote: ZygoteLauncher, mark: Any, ending: str) -> None:
    """However a candidate ends and whatever it leaves in its folder, the next one works."""
    ended = mark(zygote, f"async def work():\n    {ending}\n    return 'no'", says_yes)
    well = mark(zygote, "async def work(): return 'yes'", says_yes)

    assert outcomes(ended) != [Outcome.PASSED]
    assert outcomes(well) == [Outcome.PASSED]


def test_a_zygote_that_died_is_replaced(mark: Any) -> None:
    """When the maker itself is gone, the next attempt gets a new one and works as well protected."""
    with ZygoteLauncher() as launcher:
        before = mark(launcher, "async def work(): return 'yes'", says_yes)
        made = below(launcher.pid)
        os.kill(launcher.pid, signal.SIGKILL)
        wait_until_gone(made)
        after = mark(launcher, "async def work(): return 'yes'", says_yes)

    assert outcomes(before) == outcomes(after) == [Outcome.PASSED]
    assert after.protections == before.protections


def test_two_at_once_do_not_see_each_other(zygote: ZygoteLauncher, mark: Any) -> None:
    """A candidate can neither list processes, nor ask after one, nor find another's folder, whose name is of chance."""
    sibling = zygote.start()
    source = """
        import os
        def refused(action, *arguments):
            try:
                action(*arguments)
            except OSError:
                return True
            return False
        async def work():
            here = os.getcwd()
            tries = [(os.listdir, "/proc"), (os.kill, os.getppid(), 0), (os.kill, os.getpid() - 1, 0)]
            tries += [(os.listdir, os.path.dirname(here)), (open, os.path.dirname(here) + "/x", "w")]
            return "yes" if all(refused(*one) for one in tries) else "no"
    """

    report = mark(zygote, source, says_yes)
    sibling.close()

    assert outcomes(report) == [Outcome.PASSED]


def test_it_is_private_and_leads_its_own_session(zygote: ZygoteLauncher, mark: Any) -> None:
    """No neighbour may look into a candidate, and a signal to its group reaches nobody else."""
    source = """
        import ctypes, os
        async def work():
            dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
            return "yes" if dumpable == 0 and os.getsid(0) == os.getpgid(0) == os.getpid() else "no"
    """

    assert outcomes(mark(zygote, source, says_yes)) == [Outcome.PASSED]


def test_nothing_more_is_open_than_after_a_cold_start(zygote: ZygoteLauncher, mark: Any) -> None:
    """A candidate holds the same kinds of descriptors, so no door to its maker and nothing of its siblings."""
    source = """
        import os, stat
        def kind(fd):
            try:
                return stat.S_IFMT(os.fstat(fd).st_mode)
            except OSError:
                return 0
        async def work():
            return [kind(fd) for fd in range(256) if kind(fd)]
    """
    seen = []

    async def looks(kata: Any, clock: Any) -> None:
        """It tells what it holds."""
        seen.append(sorted(await kata.work()))

    other = zygote.start()
    mark(ColdLauncher(), source, looks)
    mark(zygote, source, looks)
    other.close()

    cold, warm = seen
    assert warm == cold


@pytest.mark.holds("namespaces")
def test_here_it_is_strong(here: Protections) -> None:
    """Where bubblewrap works, every layer is there as seen from both sides, and nothing is missing but what is said."""
    assert here.level is Level.STRONG
    assert {text.partition(":")[0] for text in here.layers} >= {
        "namespaces",
        "files",
        "system calls",
        "limits",
        "memory",
        "privileges",
        "privacy",
        "root",
        "user",
    }


def test_without_walls_the_rest_holds(mark: Any) -> None:
    """Without bubblewrap a zygote's candidates are confined by all the other layers, and the report says what lacks."""
    with ZygoteLauncher(walls=False) as launcher:
        report = mark(launcher, "async def work(): return 'yes'", says_yes)

    assert outcomes(report) == [Outcome.PASSED]
    assert report.protections.level in (Level.PARTIAL, Level.WEAK)
    assert any(text.startswith("namespaces: left out on request") for text in report.protections.missing)
