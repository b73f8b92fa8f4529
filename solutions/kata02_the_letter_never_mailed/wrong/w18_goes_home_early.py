"""Believes that whoever is cancelled says how far she got."""
# misconception: M05
# breaks: rule 6
# caught by: test_a_failure_leaves_at_once
# student reads: CancelledError did not leave it

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
    try:
        for letter in letters:
            if await has_stamp(letter):
                await send(letter, outbox)
                sent += 1
    except asyncio.CancelledError:
        print("the clerk went home early")
    return sent
