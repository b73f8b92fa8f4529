"""Believes that all letters may be looked at before the first is sent."""
# misconception: M00
# breaks: rule 1
# caught by: test_one_clerk
# student reads: asked about the next letter before the one before it was sent

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
    stamped = [letter for letter in letters if await has_stamp(letter)]
    for letter in stamped:
        await send(letter, outbox)
    return len(stamped)
