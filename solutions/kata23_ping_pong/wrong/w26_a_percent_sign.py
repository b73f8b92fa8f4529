"""Believes that a percent sign shows whatever stands behind it."""
# misconception: M27
# breaks: rule 2
# caught by: test_the_numbers_it_yields
# student reads: Whatever it is sent is written

from __future__ import annotations

from collections.abc import Generator
from typing import Any


def coroutine(num: int, log: Any) -> Generator[int, Any, None]:
    number = 1
    while number < num:
        received = yield number
        log.append("got %s" % received)
        number += 1


def from_users(num: int, word: str = "A") -> list[str]:
    transcript: list[str] = []
    game = coroutine(num, transcript)
    try:
        transcript.append(f"primed {next(game)}")
        while True:
            transcript.append(f"yielded {game.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript
