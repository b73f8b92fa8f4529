"""Ping-pong: a generator that is sent words, and a user that sends them."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any


def coroutine(num: int, log: Any) -> Generator[int, Any, None]:
    """Yield 1 to num - 1, and write into the log what is sent."""
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def from_users(num: int, word: str = "A") -> list[str]:
    """Play one game with a coroutine and return the transcript."""
    transcript: list[str] = []
    generator = coroutine(num, transcript)
    try:
        transcript.append(f"primed {next(generator)}")
        while True:
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript
