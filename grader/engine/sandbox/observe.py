"""What really confines a candidate, seen from outside and put into words."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.engine.sandbox.kernel import Layer
from grader.engine.sandbox.limits import THREADS
from grader.model import Level, Protections

FILTERED = "2"
NAMESPACES = ("user", "mnt", "pid", "net", "ipc", "uts")
PARTIAL_NEEDS = ("files", "system calls", "privileges", "limits", "memory")
STRONG_NEEDS = (*PARTIAL_NEEDS, "namespaces", "root", "privacy", "lifetime", "threads", "disk")
# Landlock and a mount's size show nowhere outside; they are probed in the candidate before it gets the file.
SEEN_FOR_STRONG = ("namespaces", "system calls", "privileges", "limits", "memory", "root", "user", "threads")


def observed(pid: int, proc: Path = Path("/proc")) -> tuple[Layer, ...]:
    """Return what the examiner itself sees of a candidate, whatever that one claims; empty where nothing can be
    seen.
    """
    # Plain text for paths: this is asked for every attempt, and pathlib takes its time.
    seen = os.path.join(proc, str(pid))
    try:
        status = _fields(_read(f"{seen}/status"))
        limits = _read(f"{seen}/limits")
    except OSError:
        return ()
    return (
        Layer("namespaces", _apart(f"{seen}/ns", os.path.join(proc, "self", "ns"))),
        Layer("system calls", status.get("Seccomp") == FILTERED),
        Layer("privileges", status.get("NoNewPrivs") == "1"),
        Layer("limits", _is_limited(limits, "Max cpu time")),
        Layer("memory", _is_limited(limits, "Max address space")),
        Layer("threads", _is_limited(limits, "Max processes", most=THREADS)),
        Layer("root", int(status.get("CapEff", "1"), 16) == 0),
        _user(status.get("Uid", "")),
    )


def protections(inside: Sequence[Layer], outside: Sequence[Layer], around: Sequence[Layer] = ()) -> Protections:
    """Return what the report says: the candidate's own account from before it loaded the file, corrected from outside.

    `around` is what whoever started it knows: why a layer is missing, or one that only counts from outside.
    """
    seen = {layer.name: layer for layer in outside}
    why = {layer.name: layer for layer in around if not layer.active and layer.detail}
    known = {layer.name for layer in inside}
    if any(layer.name == "group" and layer.active for layer in around):
        # It counts the threads of a whole sandbox too, and says so itself.
        seen["threads"] = Layer("threads", True)
        inside = [layer if layer.active or layer.name != "threads" else seen["threads"] for layer in inside]
    believed = [_corrected(layer, seen) for layer in inside]
    told = [
        *(why.get(layer.name, layer) if not layer.active else layer for layer in believed),
        *(layer for layer in outside if layer.name == "user"),
        *(layer for layer in around if layer.name not in known),
    ]
    return Protections(
        level=_level({layer.name for layer in believed if layer.active}, seen),
        layers=tuple(f"{layer.name}: {layer.detail}" for layer in told if layer.active and layer.detail),
        missing=tuple(f"{layer.name}: {layer.detail}. {layer.advice}".strip() for layer in told if not layer.active),
    )


def _read(path: str) -> str:
    with open(path, encoding="ascii", errors="replace") as file:
        return file.read()


def _fields(status: str) -> Mapping[str, str]:
    pairs = (line.partition(":") for line in status.splitlines())
    return {name: value.strip() for name, _, value in pairs}


def _is_limited(limits: str, name: str, *, most: float = math.inf) -> bool:
    found = (line[len(name) :].split()[:1] for line in limits.splitlines() if line.startswith(name))
    return any(soft and soft[0].isdigit() and int(soft[0]) <= most for soft in found)


def _user(uids: str) -> Layer:
    if "0" in uids.split():
        return Layer("user", False, "the candidate ran as root", "Run it as an ordinary user.")
    return Layer("user", bool(uids), "an ordinary one")


def _corrected(layer: Layer, seen: Mapping[str, Layer]) -> Layer:
    outside = seen.get(layer.name)
    if not layer.active or outside is None or outside.active:
        return layer
    return Layer(layer.name, False, "claimed by the candidate, but not seen from outside", "Do not trust this result.")


def _level(active: set[str], seen: Mapping[str, Layer]) -> Level:
    if active.issuperset(PARTIAL_NEEDS):
        strong = active.issuperset(STRONG_NEEDS) and all(name in seen and seen[name].active for name in SEEN_FOR_STRONG)
        return Level.STRONG if strong else Level.PARTIAL
    return Level.WEAK if "limits" in active else Level.NONE


def _apart(theirs: str, ours: str) -> bool:
    """Return whether each of its namespaces is another than ours."""
    try:
        return all(os.readlink(f"{theirs}/{kind}") != os.readlink(f"{ours}/{kind}") for kind in NAMESPACES)
    except OSError:
        return False
