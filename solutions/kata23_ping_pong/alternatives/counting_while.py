"""A while loop in the generator; next with a default for the priming, so that its end needs no exception."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any


NOTHING = object()


def coroutine(num: int, log: Any) -> Generator[int, Any, None]:
    value = 1
    while value < num:
        log.append("got " + str((yield value)))
        value += 1


def from_users(num: int, word: str = "A") -> list[str]:
    transcript: list[str] = []
    player = coroutine(num, transcript)
    first: Any = next(player, NOTHING)
    if first is not NOTHING:
        transcript.append(f"primed {first}")
        ended = False
        while not ended:
            try:
                value = player.send(word)
            except StopIteration:
                ended = True
            else:
                transcript.append(f"yielded {value}")
    transcript.append("end")
    return transcript
