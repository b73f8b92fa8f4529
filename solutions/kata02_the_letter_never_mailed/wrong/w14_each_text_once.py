"""Believes that no two letters have the same text."""
# misconception: M00
# breaks: rule 1
# caught by: test_everything_begun_is_finished
# student reads: two letters with the same text

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
    sent = 0
    for letter in dict.fromkeys(letters):
        if await has_stamp(letter):
            await send(letter, outbox)
            sent += 1
    return sent
