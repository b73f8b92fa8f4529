"""Believes that faster is always better."""
# misconception: M18
# breaks: rule 2
# caught by: test_one_clerk
# student reads: more than one look or walk was going on

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
    walks = []
    for letter in letters:
        if await has_stamp(letter):
            walks.append(send(letter, outbox))
    await asyncio.gather(*walks)
    return len(walks)
