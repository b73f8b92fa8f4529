"""Start a candidate process: quick to import, so that it warms up while the examiner is still importing pytest."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from grader.sandbox import candidate_command, kill_tree, scrubbed_environment

KEPT_OUTPUT = 16_384
MOST_OUTPUT = 8 << 20
_BOOTSTRAP = (
    "import sys; sys.path.insert(0, {home!r}); from grader.candidate.main import main; "
    "del sys.path[0]; main({scratch!r})"
)


class CandidateProcess:
    """One candidate with its scratch folder; what it writes past the wire is drained, capped and mostly dropped."""

    def __init__(self) -> None:
        self.scratch = tempfile.mkdtemp(prefix="kata-")
        home = str(Path(__file__).resolve().parents[2])
        python = getattr(sys, "_base_executable", None) or sys.executable
        bootstrap = _BOOTSTRAP.format(home=home, scratch=self.scratch)
        self.process = subprocess.Popen(
            candidate_command(python, bootstrap),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=self.scratch,
            env=scrubbed_environment(self.scratch),
            start_new_session=True,
            close_fds=True,
        )
        self.stray = bytearray()
        self._written = 0
        self._drainer = threading.Thread(target=self._drain, name="kata-drain", daemon=True)
        self._drainer.start()

    @property
    def pid(self) -> int:
        """The candidate's process id."""
        return self.process.pid

    def _drain(self) -> None:
        assert self.process.stderr is not None
        try:
            while chunk := self.process.stderr.read(65536):
                self._written += len(chunk)
                self.stray += chunk[: KEPT_OUTPUT - len(self.stray)]
                if self._written > MOST_OUTPUT:
                    self.kill()
                    return
        except (OSError, ValueError):
            return

    def last_line(self, file: str) -> int:
        """The innermost line of this file at which a candidate that hung says it was, or 0."""
        found = re.search(rf'File "{re.escape(file)}", line (\d{{1,6}})', self.stray.decode("utf-8", "replace"))
        return int(found[1]) if found else 0

    @property
    def flooded(self) -> bool:
        """Was it stopped for writing without end?"""
        return self._written > MOST_OUTPUT

    def kill(self) -> None:
        """End it and all it started, from outside: code in C can ignore every timer inside."""
        kill_tree(self.process)

    def close(self) -> None:
        """End it, reap it, and remove its scratch folder."""
        self.kill()
        self.process.wait()
        self._drainer.join(timeout=2)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
