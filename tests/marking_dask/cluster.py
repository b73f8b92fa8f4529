"""A scheduler of dask and its workers, as programs of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import IO

END_S = 30


class Program:
    """A part of dask that runs."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reading = threading.Thread(target=_read, args=(self.process.stderr,))

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self.process.pid

    def until_it_says(self, words: str) -> None:
        """Wait for a line with these words. Raises AssertionError when it ends without."""
        told: deque[str] = deque(maxlen=20)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            told.append(line)
            if words in line:
                # Read on, or it would stand still one day.
                self._reading.start()
                return
        raise AssertionError("".join(told))

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(END_S)
        self._read_up()

    def end(self) -> None:
        """Let it end in its own way."""
        self.process.terminate()
        try:
            self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(END_S)
        self._read_up()

    def _read_up(self) -> None:
        if self._reading.ident is None:
            self._reading.start()
        self._reading.join()


def _read(lines: IO[str]) -> None:
    with lines:
        deque(lines, maxlen=0)


@dataclass
class Cluster:
    """A scheduler, where it listens, and its workers."""

    address: str
    scheduler: Program
    workers: list[Program]

    @classmethod
    def start(cls, folder: Path, count: int) -> Cluster:
        """All at once; each worker grades one attempt at a time."""
        file = folder / "scheduler.json"
        usual = ("--scheduler-file", str(file), "--no-dashboard")
        once = ("--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
        scheduler = Program("scheduler", *usual, "--host", "127.0.0.1", "--port", "0")
        cluster = cls("", scheduler, [Program("worker", *usual, *once) for _ in range(count)])
        try:
            scheduler.until_it_says("Scheduler at:")
            for worker in cluster.workers:
                worker.until_it_says("Registered to:")
            cluster.address = json.loads(file.read_text(encoding="utf-8"))["address"]
        except BaseException:
            cluster.end()
            raise
        return cluster

    def end(self) -> None:
        """All of them."""
        for program in (*self.workers, self.scheduler):
            program.end()
