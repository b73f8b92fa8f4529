"""Believes that a stamp is always a star, so that she need not go by the answer."""
# misconception: M00
# breaks: rule 7
# caught by: test_unstamped_letters_stay
# student reads: go by its answer

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
    for letter in letters:
        await has_stamp(letter)
        if letter.startswith("*"):
            await send(letter, outbox)
            sent += 1
    return sent
