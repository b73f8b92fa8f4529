"""Believes that every letter which was looked at was sent."""
# misconception: M00
# breaks: rule 5
# caught by: test_unstamped_letters_stay
# student reads: were counted as sent

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
    for letter in letters:
        if await has_stamp(letter):
            await send(letter, outbox)
    return len(letters)
