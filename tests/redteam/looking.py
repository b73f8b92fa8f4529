"""What is there: processes, files, ports."""

from __future__ import annotations

import socket
from hashlib import sha256
from pathlib import Path


def below(pid: int) -> list[int]:
    """Every process that descends from this one, the deepest first."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [found for child in map(int, children) for found in (*below(child), child)]


def is_stopped(pid: int) -> bool:
    """Was this process stopped, or is it traced?"""
    status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    return status.rpartition(")")[2].split()[0] in ("T", "t")


def everything_in(folder: Path) -> list[Path]:
    """Every path below a folder."""
    return sorted(folder.rglob("*"))


def entries(folder: str) -> list[Path]:
    """What lies in a folder; nothing when it may not be listed."""
    try:
        return list(Path(folder).iterdir())
    except OSError:
        return []


def state(path: Path) -> str:
    """What would differ had somebody touched it: kind, mode, owner, time and content."""
    found = path.lstat()
    content = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    changed = found.st_mtime_ns if path.is_file() else 0
    return f"{found.st_mode:o} {found.st_uid}:{found.st_gid} {changed} {content}"


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
