"""A generator that hands over to another one, and a user who sends None first and asks whether there was an answer."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

NOTHING = object()


def coroutine(num: int, log: Any) -> Generator[int, Any, None]:
    def serve(value: int) -> Generator[int, Any, None]:
        if value < num:
            log.append(f"got {(yield value)}")
            yield from serve(value + 1)

    return serve(1)


def send(generator: Generator[int, Any, None], word: object) -> object:
    try:
        return generator.send(word)
    except StopIteration:
        return NOTHING


def from_users(num: int, word: str = "A") -> list[str]:
    transcript: list[str] = []
    generator = coroutine(num, transcript)
    said, sent = "primed", None
    while (value := send(generator, sent)) is not NOTHING:
        transcript += [f"{said} {value}"]
        said, sent = "yielded", word
    return [*transcript, "end"]
