"""How a candidate process is started and ended, and its scratch folder removed, from the examiner's side."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator


def remove_scratch(folder: str) -> None:
    """Remove the folder and all below it, however deep, locked or linked; what cannot be removed stays, quietly.

    Each turn lifts what lies two levels down to the first, so no path grows longer than the system allows and nothing
    recurses. Links are removed and never followed.
    """
    names = (os.path.join(folder, f".{number}") for number in itertools.count())
    with contextlib.suppress(OSError):
        _unlock(folder)
        while entries := _entries(folder):
            for path in entries:
                _remove_or_lift(path, names)
        os.rmdir(folder)


def _remove_or_lift(path: str, names: Iterator[str]) -> None:
    if not _is_folder(path):
        os.unlink(path)
        return
    _unlock(path)
    for inner in _entries(path):
        if _is_folder(inner):
            _unlock(inner)
            os.rename(inner, next(name for name in names if not os.path.lexists(name)))
        else:
            os.unlink(inner)
    os.rmdir(path)


def _entries(folder: str) -> list[str]:
    return [os.path.join(folder, name) for name in os.listdir(folder)]


def _is_folder(path: str) -> bool:
    return stat.S_ISDIR(os.lstat(path).st_mode)


def _unlock(folder: str) -> None:
    os.chmod(folder, 0o700)


# Without these the interpreter or its libraries do not start at all; none of them can carry a secret.
NEEDED_TO_START = ("SYSTEMROOT", "LD_LIBRARY_PATH")
GIVE_UP_S = 5


def base_python() -> str:
    """Return the interpreter outside any virtual environment: it knows the standard library and nothing else."""
    base: str | None = getattr(sys, "_base_executable", None)
    return base or sys.executable


def candidate_command(python: str, bootstrap: str, *, keep_bytecode: bool = False) -> list[str]:
    """Return the command that runs `bootstrap` with the standard library only.

    It is `-I` taken apart: -E is left out, because with it the interpreter ignores PYTHONHASHSEED too and sets would
    be in another order each time. `scrubbed_environment` takes -E's place, so always start it with that. With
    `keep_bytecode` our own modules are compiled once and not at every start; the bootstrap ends that before it loads
    what nobody trusts.
    """
    bytecode = [] if keep_bytecode else ["-B"]
    return [python, "-s", "-P", "-S", *bytecode, "-X", "utf8", "-c", bootstrap]


def scrubbed_environment(scratch: str) -> dict[str, str]:
    """Return all that a candidate learns of its surroundings: nothing of the user's, and a fixed hash seed."""
    kept = {name: os.environ[name] for name in NEEDED_TO_START if name in os.environ}
    return kept | {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": scratch,
        "TMPDIR": scratch,
        "TEMP": scratch,
        "TMP": scratch,
        "PYTHONHASHSEED": "0",
        # Each malloc arena reserves 64 MiB of address space, and 32 threads would use up the limit with nothing.
        "MALLOC_ARENA_MAX": "2",
    }


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started, then reap it.

    Call it before anything waits for the process: once reaped, its number may be another's. Whoever started it
    did so in a session of its own; otherwise only the process itself is ended.
    """
    if process.returncode is None:
        _kill_group(process)
        process.kill()
    try:
        process.wait(GIVE_UP_S)
    except subprocess.TimeoutExpired:
        # Stuck inside the kernel: it is already condemned, and waiting longer would hang the examiner.
        return


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return
    try:
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
