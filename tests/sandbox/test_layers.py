"""What is said of the protections, and where each falls short."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.engine.sandbox import Layer
from grader.engine.sandbox.kernel import Argument
from grader.engine.sandbox.landlock import CREATE_RULESET, Fence
from grader.engine.sandbox.limits import Limit, limits_for, set_limits
from grader.engine.sandbox.observe import STRONG_NEEDS, observed, protections
from grader.engine.sandbox.seccomp import MACHINES, CallFilter, program_for
from grader.engine.sandbox.syscalls import JUDGED, NOT_ON_AARCH64, REFUSED, TRUNCATION
from grader.model import Level
from tests.support.claims import nonempty

PARTIAL = ("files", "system calls", "privileges", "limits", "memory")
ALL = [Layer(name, True, "as it should") for name in PARTIAL]
STRONG = [*ALL, *(Layer(name, True, "as it should") for name in STRONG_NEEDS[len(PARTIAL) :])]
KINDS = ("user", "mnt", "pid", "net", "ipc", "uts")

STATUS = "Name:\tpython\nUid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n"
LIMITS = "Max cpu time              20                   21                   seconds\n"
LIMITS += "Max address space         1073741824           1073741824           bytes\n"
LIMITS += "Max processes             256                  256                  processes\n"


class RefusingKernel:
    """A kernel that knows none of these calls."""

    def syscall(self, number: int, *arguments: Argument) -> int:
        """Answer ENOSYS."""
        return -38

    def prctl(self, option: int, value: int) -> int:
        """Answer EINVAL."""
        return -22


class KernelWithLandlock(RefusingKernel):
    """A kernel that has this version of Landlock."""

    def __init__(self, version: int) -> None:
        self._version = version

    def syscall(self, number: int, *arguments: Argument) -> int:
        """Tell the version, and nothing else."""
        return self._version if number == CREATE_RULESET else -38


def seen(proc: Path, *, status: str = STATUS, limits: str = LIMITS, shared: str = "") -> tuple[Layer, ...]:
    """What would be seen of process 7, which has namespaces of its own but the shared one."""
    for process in ("self", "7"):
        (proc / process / "ns").mkdir(parents=True, exist_ok=True)
        for kind in KINDS:
            (proc / process / "ns" / kind).symlink_to(f"{kind}:[{1 if kind == shared else process}]")
    (proc / "7" / "status").write_text(status, encoding="ascii")
    (proc / "7" / "limits").write_text(limits, encoding="ascii")
    return observed(7, proc)


def test_everything_but_namespaces_is_partial(tmp_path: Path) -> None:
    """Files, calls, privileges and limits together are called partial, and what is missing is said."""
    found = protections(ALL, seen(tmp_path))

    assert found.level is Level.PARTIAL
    assert found.layers[0] == "files: as it should"


def test_all_of_them_seen_from_both_sides_are_strong(tmp_path: Path) -> None:
    """With namespaces, no powers of root and an ordinary user on top, and all confirmed, it is called strong."""
    found = protections(STRONG, seen(tmp_path))

    assert found.level is Level.STRONG
    assert found.missing == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_namespace_shared_with_the_examiner_is_not_strong(tmp_path: Path, kind: str) -> None:
    """One namespace that is ours too is enough to doubt the walls."""
    found = protections(STRONG, seen(tmp_path, shared=kind))

    assert found.level is Level.PARTIAL
    assert any(text.startswith("namespaces: claimed by the candidate") for text in found.missing)


@pytest.mark.parametrize(
    "status",
    [
        pytest.param(STATUS.replace("1000", "0"), id="root"),
        pytest.param(STATUS.replace("CapEff:\t0000000000000000", "CapEff:\t00000000000000ff"), id="powers"),
    ],
)
def test_roots_candidate_is_not_strong(tmp_path: Path, status: str) -> None:
    """A candidate that is root on this machine, or has some of its powers, is never called strong."""
    assert protections(STRONG, seen(tmp_path, status=status)).level is Level.PARTIAL


@pytest.mark.parametrize("lost", ["threads", "disk"])
def test_what_has_no_total_is_not_strong(tmp_path: Path, lost: str) -> None:
    """Threads or files without an end keep a candidate from being called strong, and it is said."""
    inside = [layer if layer.name != lost else Layer(lost, False, "any number", "Get it.") for layer in STRONG]

    found = protections(inside, seen(tmp_path))

    assert found.level is Level.PARTIAL
    assert f"{lost}: any number. Get it." in found.missing


@pytest.mark.parametrize("most", ["257", "63000", "unlimited"])
def test_a_limit_on_threads_that_is_not_seen_is_not_believed(tmp_path: Path, most: str) -> None:
    """From outside there is to be seen how many it may have."""
    found = protections(STRONG, seen(tmp_path, limits=LIMITS.replace("256 ", f"{most} ")))

    assert found.level is Level.PARTIAL
    assert any(text.startswith("threads: claimed by the candidate") for text in found.missing)


def test_a_control_group_counts_threads_too(tmp_path: Path) -> None:
    """Where one is around the whole sandbox, a candidate needs no limit of its own."""
    inside = [layer if layer.name != "threads" else Layer("threads", False, "any number") for layer in STRONG]
    around = [Layer("group", True, "1536 MiB and 256 processes")]

    found = protections(inside, seen(tmp_path, limits=LIMITS.replace("256 ", "unlimited ")), around)

    assert found.level is Level.STRONG
    assert found.missing == ()


def test_what_nobody_sees_is_not_strong() -> None:
    """Where nothing can be seen from outside, a candidate's word alone is not enough."""
    assert protections(STRONG, ()).level is Level.PARTIAL


def test_the_starter_knows_why(tmp_path: Path) -> None:
    """Why namespaces are missing, and a group around the candidate, are told by whoever started it."""
    inside = [*ALL, Layer("namespaces", False, "it sees the machine", "Get bubblewrap.")]
    around = [Layer("namespaces", False, "bubblewrap did not start", "Allow it."), Layer("group", True, "1 GiB")]

    found = protections(inside, seen(tmp_path), around)

    assert "namespaces: bubblewrap did not start. Allow it." in found.missing
    assert "group: 1 GiB" in found.layers


@pytest.mark.parametrize("lost", ["files", "system calls", "privileges", "memory"])
def test_without_one_of_them_it_is_weak(tmp_path: Path, lost: str) -> None:
    """Limits without one of the walls are called weak, with the advice for that wall."""
    inside = [layer if layer.name != lost else Layer(lost, False, "not here", "Get it.") for layer in ALL]

    found = protections(inside, seen(tmp_path))

    assert found.level is Level.WEAK
    assert f"{lost}: not here. Get it." in found.missing


def test_without_limits_it_is_none() -> None:
    """A process without even limits is not protected at all."""
    assert protections([Layer("limits", False, "none here")], ()).level is Level.NONE


@pytest.mark.parametrize(
    ("status", "limits"),
    [
        pytest.param(STATUS.replace("Seccomp:\t2", "Seccomp:\t0"), LIMITS, id="no-filter"),
        pytest.param(STATUS.replace("NoNewPrivs:\t1", "NoNewPrivs:\t0"), LIMITS, id="privileges"),
        pytest.param(STATUS, LIMITS.replace("1073741824", "unlimited "), id="memory"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_claim_not_seen_from_outside_is_not_believed(tmp_path: Path, status: str, limits: str) -> None:
    """What a candidate says of itself counts only as far as the examiner sees the same."""
    found = protections(ALL, seen(tmp_path, status=status, limits=limits))

    assert found.level in (Level.WEAK, Level.NONE)
    assert any("claimed by the candidate" in text for text in found.missing)


def test_root_is_told(tmp_path: Path) -> None:
    """A candidate that ran as root is said so, with what to do."""
    found = protections(ALL, seen(tmp_path, status=STATUS.replace("1000", "0")))

    assert "user: the candidate ran as root. Run it as an ordinary user." in found.missing


def test_a_process_that_is_gone_shows_nothing(tmp_path: Path) -> None:
    """Where nothing can be seen, nothing is claimed to be seen."""
    assert observed(7, tmp_path) == ()


def test_a_kernel_without_landlock_or_seccomp_is_said_so(tmp_path: Path) -> None:
    """On a kernel that lacks them both, both layers say why, and nothing is raised."""
    kernel = RefusingKernel()

    files, calls = Fence(kernel, ["/"]).enclose(kernel, [str(tmp_path)]), CallFilter().close_calls(kernel)

    assert not files.active
    assert not calls.active
    assert files.advice
    assert calls.advice


def test_a_limit_this_system_lacks_is_said_so() -> None:
    """An unknown limit is named in the words a person reads."""
    layer = set_limits("limits", (Limit("NO_SUCH_LIMIT", 1, "one of it"),))

    assert not layer.active
    assert "one of it" in layer.detail


def test_only_macos_counts_processes_without_threads() -> None:
    """The limit on processes is left out where it would count threads too."""
    with_it = {platform for platform in ("linux", "darwin") for one in limits_for(5, platform) if one.name == "NPROC"}

    assert with_it == {"darwin"}


@pytest.mark.parametrize("machine", MACHINES)
def test_a_filter_ends_on_every_way_through_it(machine: str) -> None:
    """No jump leads outside the filter, and its last word is a verdict."""
    program = program_for(MACHINES[machine], pid=7)

    assert all(place + 1 + max(step.yes, step.no) < len(program) for place, step in nonempty(enumerate(program[:-1])))
    assert program[-1].code == 0x06


@pytest.mark.parametrize("column", [0, 1], ids=list(MACHINES))
def test_no_number_stands_for_two_calls(column: int) -> None:
    """Each call has a number of its own on each machine."""
    numbers = [both[column] for both in (*REFUSED.values(), *JUDGED.values()) if both[column] != -1]

    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("column", [0, 1], ids=list(MACHINES))
def test_every_call_has_a_number_on_each_machine_or_a_reason(column: int) -> None:
    """What is refused on x86_64 is refused on aarch64 too, and where there is no such call it is said why."""
    numbered = {name: both[column] for name, both in {**REFUSED, **JUDGED, **TRUNCATION}.items()}

    without = {name for name, number in numbered.items() if number < 0}

    assert without == (set(NOT_ON_AARCH64) if column else set())
    assert all(NOT_ON_AARCH64.values())


@pytest.mark.parametrize(("version", "guards"), [(-38, False), (1, False), (2, False), (3, True), (7, True)])
def test_an_old_landlock_leaves_truncation_to_the_filter(version: int, guards: bool) -> None:
    """Before its third version Landlock cannot refuse to make a file shorter by its path."""
    assert Fence(KernelWithLandlock(version), []).guards_truncation is guards


@pytest.mark.parametrize("machine", MACHINES)
def test_a_filter_refuses_what_it_is_told_beside(machine: str) -> None:
    """Truncation by path is refused by a filter that was asked to, on each machine."""
    one = MACHINES[machine]

    with_it, without = (program_for(one, pid=7, also=also) for also in (TRUNCATION, None))

    wanted = TRUNCATION["truncate"][one.column]
    assert [step.value == wanted for step in with_it].count(True) > [step.value == wanted for step in without].count(
        True
    )


@pytest.mark.holds("system calls", "privileges", "limits", "memory")
def test_a_real_candidate_is_seen_as_it_says(candidate: Callable[[str], Any]) -> None:
    """From outside, a confined process shows its filter, its limits and that it gave up privileges."""
    one = candidate("result = [layer.name for layer in layers if layer.active]")
    inside = one.said()

    outside = {layer.name for layer in observed(one.process.pid) if layer.active}

    assert {"system calls", "privileges", "limits", "memory"} <= outside
    assert {"system calls", "privileges", "limits", "memory"} <= set(inside)
