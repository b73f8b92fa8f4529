"""Believes that all calls share one clerk."""
# misconception: M14
# breaks: rule 2
# caught by: test_the_other_two_stay_as_they_are
# student reads: one waited for the other

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


CLERK = asyncio.Lock()


async def mail_all(letters: list[str], outbox: list[str]) -> int:
    sent = 0
    async with CLERK:
        for letter in letters:
            if await has_stamp(letter):
                await send(letter, outbox)
                sent += 1
    return sent
