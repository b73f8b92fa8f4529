"""Each order runs in a task of its own, and the next is given when it is over."""

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


async def mail_all(letters: list[str], outbox: list[str]) -> int:
    """Send every stamped letter, one after the other, and return the number of letters sent."""
    if not letters:
        return 0
    first, *rest = letters
    look = asyncio.create_task(has_stamp(first))
    stamped = await look
    if stamped:
        walk = asyncio.create_task(send(first, outbox))
        await walk
    return (1 if stamped else 0) + await mail_all(rest, outbox)
