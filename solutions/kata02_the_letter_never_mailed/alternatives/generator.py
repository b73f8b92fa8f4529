"""A generator gives one stamped letter at a time, and looks on only when that one was sent."""

from __future__ import annotations

import asyncio
from contextlib import aclosing


async def has_stamp(letter: str) -> bool:
    """Look at one letter, for a quarter of a second: a stamp is a star at its beginning. This function is right."""
    await asyncio.sleep(0.25)
    return letter.startswith("*")


async def send(letter: str, outbox: list[str]) -> None:
    """Walk one letter to the outbox, which takes a second. This function is right."""
    await asyncio.sleep(1)
    outbox.append(letter)


async def stamped(letters):
    """The letters with a stamp, each at the moment it is asked for."""
    for letter in letters:
        if await has_stamp(letter):
            yield letter


async def mail_all(letters: list[str], outbox: list[str]) -> int:
    """Send every stamped letter, one after the other, and return the number of letters sent."""
    sent = 0
    async with aclosing(stamped(letters)) as ready:
        async for letter in ready:
            await send(letter, outbox)
            sent += 1
    return sent
