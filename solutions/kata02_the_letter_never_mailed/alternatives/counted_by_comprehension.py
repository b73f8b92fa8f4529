"""One coroutine for each letter, awaited one by one in a comprehension."""

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


async def mail_one(letter: str, outbox: list[str]) -> bool:
    """Send the letter if it has a stamp, and say whether it was sent."""
    stamped = await has_stamp(letter)
    if stamped:
        await send(letter, outbox)
    return stamped


async def mail_all(letters: list[str], outbox: list[str]) -> int:
    """Send every stamped letter, one after the other, and return the number of letters sent."""
    return sum([await mail_one(letter, outbox) for letter in letters])
