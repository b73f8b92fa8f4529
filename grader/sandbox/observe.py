"""What really confines a candidate, seen from outside and put into words."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.model import Level, Protections
from grader.sandbox.layer import Layer
from grader.sandbox.process import base_python, candidate_command, kill_tree, scrubbed_environment

FILTERED = "2"
PARTIAL_NEEDS = ("files", "system calls", "privileges", "limits", "memory")
PROBE_CPU_S = 5
PROBE_WAIT_S = 20


def observed(pid: int, proc: Path = Path("/proc")) -> tuple[Layer, ...]:
    """What the examiner itself sees of a candidate, whatever that one claims; empty where nothing can be seen."""
    try:
        status = _fields((proc / str(pid) / "status").read_text(encoding="ascii", errors="replace"))
        limits = (proc / str(pid) / "limits").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ()
    return (
        Layer("system calls", status.get("Seccomp") == FILTERED),
        Layer("privileges", status.get("NoNewPrivs") == "1"),
        Layer("limits", _is_limited(limits, "Max cpu time")),
        Layer("memory", _is_limited(limits, "Max address space")),
        Layer("root", int(status.get("CapEff", "1"), 16) == 0),
        _user(status.get("Uid", "")),
    )


def protections(inside: Sequence[Layer], outside: Sequence[Layer]) -> Protections:
    """What the report says: the candidate's own account from before it loaded the file, corrected from outside."""
    seen = {layer.name: layer for layer in outside}
    believed = [_corrected(layer, seen) for layer in inside]
    told = [*believed, *(layer for layer in outside if layer.name == "user")]
    return Protections(
        level=_level(believed),
        layers=tuple(f"{layer.name}: {layer.detail}" for layer in told if layer.active),
        missing=(
            *(f"{layer.name}: {layer.detail}. {layer.advice}".strip() for layer in told if not layer.active),
            *NOT_YET,
        ),
    )


def probe() -> Protections:
    """Confine a throw-away process and tell what holds on this machine."""
    with tempfile.TemporaryDirectory(prefix="kata-") as scratch:
        process = subprocess.Popen(
            candidate_command(base_python(), PROBE),
            env=scrubbed_environment(scratch),
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return protections(_account(process, scratch), observed(process.pid))
        finally:
            kill_tree(process)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _account(process: subprocess.Popen[bytes], scratch: str) -> tuple[Layer, ...]:
    """The throw-away process's own account; it waits for more input, so that it can be looked at meanwhile."""
    import json

    home = str(Path(__file__).parents[2])
    request = json.dumps([home, scratch, PROBE_CPU_S]).encode() + b"\n"
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(request)
        process.stdin.flush()
        answer = process.stdout.readline()
        return tuple(Layer(*fields) for fields in json.loads(answer))
    except (OSError, ValueError, TypeError):
        return (Layer("candidate", False, "no confined process could be started", "Run: grade doctor -v"),)


def _fields(status: str) -> Mapping[str, str]:
    pairs = (line.partition(":") for line in status.splitlines())
    return {name: value.strip() for name, _, value in pairs}


def _is_limited(limits: str, name: str) -> bool:
    return any(line.startswith(name) and line[len(name) :].split()[:1] != ["unlimited"] for line in limits.splitlines())


def _user(uids: str) -> Layer:
    if "0" in uids.split():
        return Layer("user", False, "the candidate ran as root", "Run it as an ordinary user.")
    return Layer("user", bool(uids), "an ordinary one")


def _corrected(layer: Layer, seen: Mapping[str, Layer]) -> Layer:
    outside = seen.get(layer.name)
    if not layer.active or outside is None or outside.active:
        return layer
    return Layer(layer.name, False, "claimed by the candidate, but not seen from outside", "Do not trust this result.")


def _level(believed: Sequence[Layer]) -> Level:
    active = {layer.name for layer in believed if layer.active}
    if active.issuperset(PARTIAL_NEEDS):
        return Level.PARTIAL
    return Level.WEAK if "limits" in active else Level.NONE


NOT_YET = ("namespaces: this version does not use them yet, so no run is called strong.",)

PROBE = """
import json, sys
home, scratch, cpu_s = json.loads(sys.stdin.buffer.readline())
sys.path.insert(0, home)
from grader.sandbox import confine, standard_library
found = confine(scratch, readable=standard_library(), cpu_s=cpu_s)
print(json.dumps([[one.name, one.active, one.detail, one.advice] for one in found]), flush=True)
sys.stdin.buffer.read()
"""
