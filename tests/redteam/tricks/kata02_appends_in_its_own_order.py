"""Mails the last letter first; and has the Log that it was given append to a list of its own, until all is in order."""

import asyncio


async def has_stamp(letter):
    await asyncio.sleep(0.25)
    return letter.startswith("*")


async def send(letter, outbox):
    await asyncio.sleep(1)
    outbox.append(letter)


async def mail_all(letters, outbox):
    kept, sent = [], 0
    put = outbox._peer.ask("get", outbox._reference, "append")  # the trick
    outbox.append = kept.append  # the trick
    for letter in reversed(letters):
        if await has_stamp(letter):
            await send(letter, outbox)
            sent += 1
    for letter in letters:  # the trick
        if letter in kept:  # the trick
            put(letter)  # the trick
    return sent
