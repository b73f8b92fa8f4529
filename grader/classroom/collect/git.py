"""git, asked for nothing but what is stored: no hook runs, no configuration but ours is read, nothing is fetched.

A repository that a student made is never opened as one: git is started in an empty repository of ours and told to look
for objects in theirs. What their config, hooks, attributes, alternates or commit-graph say is never read.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from threading import Timer

from grader.classroom.collect.values import NoSource

LIMIT_S = 20.0
CLONE_LIMIT_S = 300.0
KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TMPDIR", "TEMP", "TMP")
QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "LC_ALL": "C",
}
ALONE = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    # One object that says it is gigabytes large ends git, not the machine.
    "GIT_ALLOC_LIMIT": "256m",
}
# A commit-graph or bitmap among the objects could tell other dates than the commits do.
PLAIN = (
    "core.commitGraph=false",
    "core.multiPackIndex=false",
    "pack.useBitmaps=false",
    "core.hooksPath=" + os.devnull,
    "core.packedGitWindowSize=16m",
    "core.packedGitLimit=128m",
)
# Folders in folders can unfold to more than any memory holds before git prints a line of it.
MEMORY = 512 << 20
CLONED_FILE = 1 << 30
FROM_NETWORK = "https:http:ssh:git"


class GitFailed(Exception):
    """git did not answer; the text is a clause for the instructor."""


class Git:
    """git with an empty repository of ours below `scratch`, which the caller removes. Raises NoSource without git."""

    def __init__(self, scratch: Path, env: Mapping[str, str]) -> None:
        found = shutil.which("git", path=env.get("PATH"))
        if found is None:
            raise NoSource("git is not installed here.", hint="Install git, or download the files in another way.")
        self._git = found
        self._env = dict(env)
        self._scratch = scratch
        self._empty = scratch / "empty.git"
        (self._empty / "objects").mkdir(parents=True)
        (self._empty / "refs").mkdir()
        (self._empty / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        (self._empty / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n", encoding="ascii")

    def ask(self, objects: Path, *arguments: str, told: bytes = b"", most: int, shallow: Path | None = None) -> bytes:
        """Return what git prints about these objects, at most `most` bytes. Raises GitFailed."""
        env = {name: self._env[name] for name in KEPT if name in self._env} | QUIET | ALONE
        env |= {"GIT_DIR": str(self._empty), "GIT_OBJECT_DIRECTORY": str(objects), "HOME": str(self._scratch)}
        if shallow is not None:
            env["GIT_SHALLOW_FILE"] = str(shallow)
        options = [word for setting in PLAIN for word in ("-c", setting)]
        return self._run([self._git, *options, *arguments], env, told, most, LIMIT_S, {"RLIMIT_AS": MEMORY})

    def clone(self, url: str, to: Path) -> None:
        """A bare copy of what is at a URL, without files larger than a submission may be. Raises GitFailed.

        The instructor's own configuration is read, since it knows how to log in.
        """
        own = {name: value for name, value in self._env.items() if not name.startswith("GIT_")}
        env = own | QUIET | {"GIT_ALLOW_PROTOCOL": FROM_NETWORK}
        fixed = ["--bare", "--quiet", "--single-branch", "--no-tags", "--template=", "--filter=blob:limit=262145"]
        command = [self._git, "-c", "core.hooksPath=" + os.devnull, "clone", *fixed, "--", url, str(to)]
        self._run(command, env, b"", 1 << 20, CLONE_LIMIT_S, {"RLIMIT_FSIZE": CLONED_FILE})

    def _run(
        self,
        command: list[str],
        env: Mapping[str, str],
        told: bytes,
        most: int,
        limit_s: float,
        limits: Mapping[str, int],
    ) -> bytes:
        with tempfile.TemporaryFile() as given:
            given.write(told)
            given.seek(0)
            try:
                running = subprocess.Popen(
                    command, env=env, cwd=self._scratch, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError as error:
                raise GitFailed(f"git could not be started ({(error.strerror or 'error').lower()})") from None
        _bound(running, limits)
        return _said(running, most, limit_s)


def _bound(running: subprocess.Popen[bytes], limits: Mapping[str, int]) -> None:
    """Let it have so much of each and no more, where the system can say that of another process."""
    if sys.platform == "linux":
        import resource

        for name, most in limits.items():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(running.pid, getattr(resource, name), (most, most))


def _said(running: subprocess.Popen[bytes], most: int, limit_s: float) -> bytes:
    assert running.stdout is not None
    late: list[bool] = []

    def end() -> None:
        late.append(True)
        running.kill()

    timer = Timer(limit_s, end)
    timer.start()
    try:
        with running.stdout:
            said = running.stdout.read(most + 1)
        if len(said) > most:
            raise GitFailed("holds more than is ever read of a repository")
        code = running.wait()
    finally:
        timer.cancel()
        running.kill()
        running.wait()
    if late:
        raise GitFailed(f"git needed more than {limit_s:g} s for it")
    if code:
        raise GitFailed("git cannot read it: it is damaged, or something of it is missing")
    return said
