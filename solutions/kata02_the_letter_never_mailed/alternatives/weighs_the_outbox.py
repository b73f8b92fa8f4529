"""Counts by what the outbox has more than before, as a number of a class of its own."""

from __future__ import annotations

import asyncio


async def has_stamp(letter: str) -> bool:
    """Look at one letter, for a quarter of a second: a stamp is a star at its beginning. This function is right."""
    await asyncio.sleep(0.25)
    return letter.startswith("*")


async def send(letter: str, outbox: list[str]) -> None:
    """Walk one letter to the outbox, which takes a second. This function is right."""
    await asyncio.sleep(1)
    outbox.append(letter)


class Sent(int):
    """A number of letters."""


async def mail_all(letters: list[str], outbox: list[str]) -> int:
    """Send every stamped letter, one after the other, and return the number of letters sent."""
    before = len(outbox)
    for letter in letters:
        if await has_stamp(letter) is True:
            await send(letter, outbox)
    return Sent(len(outbox) - before)
