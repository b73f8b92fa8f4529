"""bubblewrap: a process that sees none of this machine's files, processes, network or names, but a read-only Python."""

from __future__ import annotations

import glob
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.sandbox.libraries import libraries
from grader.sandbox.lockdown import DEVICES, SYSTEM_LIBRARIES, standard_library
from grader.sandbox.namespaces import HOST_NAME
from grader.sandbox.totals import SCRATCH_BYTES

# Where the candidate's floors lie inside; the path of the course on this machine is nobody's business there.
INSIDE_HOME = "/kata"
INSIDE_SCRATCH = "/tmp"
FLOORS = ("__init__.py", "unboxing.py", "candidate", "wire", "vtime", "sandbox")

_WALLS = (
    ("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"),
    ("--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", HOST_NAME),
)


def find_bubblewrap() -> str | None:
    """Where bwrap is installed, or None; only Linux has it."""
    return shutil.which("bwrap") if sys.platform == "linux" else None


def behind_walls(
    bwrap: str,
    command: Sequence[str],
    *,
    home: str,
    environment: dict[str, str],
    loaded: Mapping[str, str] | None = None,
) -> list[str]:
    """The command that runs `command` in its own namespaces, with a private /tmp and the grader's `home` at /kata.

    `loaded` are the libraries it needs, each by its path inside; without it finds all that the machine has.
    """
    if loaded is not None:
        folders = dict.fromkeys(map(os.path.dirname, loaded))
        environment = environment | {"LD_LIBRARY_PATH": ":".join(folders)}
    named = (part for name, value in environment.items() for part in ("--setenv", name, value))
    return [
        bwrap,
        *(flag for flags in _WALLS for flag in flags),
        *named,
        *_libraries(loaded),
        *_mounts(home, python=command[0]),
        *("--size", str(SCRATCH_BYTES), "--tmpfs", INSIDE_SCRATCH),
        *("--remount-ro", "/", "--chdir", INSIDE_SCRATCH, "--"),
        *command,
    ]


def python_paths(python: str) -> list[str]:
    """The files and folders an interpreter needs to start: itself, its library, and the standard library."""
    name = str(sysconfig.get_config_var("INSTSONAME") or "")
    folders = (str(sysconfig.get_config_var("LIBDIR") or ""), os.path.join(sys.base_exec_prefix, "lib"))
    libraries = [path for folder in folders if os.path.isfile(path := os.path.join(folder, name))]
    return list(dict.fromkeys([python, *standard_library(), *libraries[:1]]))


def libraries_for(python: str) -> Mapping[str, str] | None:
    """The libraries that this interpreter and its standard library load, or None where nobody can tell."""
    compiled = os.path.join(standard_library()[-1], "*.so")
    # No window can be opened, and half of what a desktop consists of would be needed for one.
    modules = [path for path in glob.glob(compiled) if not os.path.basename(path).startswith("_tkinter")]
    try:
        return libraries(python, modules)
    except (OSError, ValueError):
        return None


def _libraries(loaded: Mapping[str, str] | None) -> Iterator[str]:
    if loaded is None:
        for path in SYSTEM_LIBRARIES:
            if not path.startswith("/dev/"):
                yield from ("--ro-bind-try", path, path)
    else:
        for path, real in loaded.items():
            yield from ("--ro-bind", real, path)


def _mounts(home: str, *, python: str) -> Iterator[str]:
    for path in python_paths(python):
        yield from ("--ro-bind", path, path)
    for extra in ("site-packages", "dist-packages"):
        packages = os.path.join(os.path.dirname(os.__file__), extra)
        if os.path.isdir(packages):
            yield from ("--tmpfs", packages, "--remount-ro", packages)
    for device in (*DEVICES, "/dev/urandom"):
        yield from ("--dev-bind", device, device)
    for name in FLOORS:
        yield from ("--ro-bind", str(Path(home, "grader", name)), f"{INSIDE_HOME}/grader/{name}")
