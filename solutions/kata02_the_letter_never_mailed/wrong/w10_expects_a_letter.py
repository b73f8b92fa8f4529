"""Believes that there is always a first letter, and asks only after it whether there are more."""
# misconception: M27
# breaks: rule 5
# caught by: test_no_letters
# student reads: There was no letter at all

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
    sent = place = 0
    while True:
        if await has_stamp(letters[place]):
            await send(letters[place], outbox)
            sent += 1
        place += 1
        if place == len(letters):
            return sent
