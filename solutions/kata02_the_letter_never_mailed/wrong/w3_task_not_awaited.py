"""Believes that a task which was started is as good as done."""
# misconception: M04
# breaks: rules 1 and 4
# caught by: test_stamped_letters_go_out
# student reads: You returned before the mail left

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
        if await has_stamp(letter):
            asyncio.create_task(send(letter, outbox))
            sent += 1
    return sent
