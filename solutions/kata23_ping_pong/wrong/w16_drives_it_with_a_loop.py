"""Believes that what pauses has to be driven by asyncio."""
# misconception: M00
# breaks: rule 8
# caught by: locked
# student reads: a generator and its user need no event loop

from __future__ import annotations

import asyncio


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


async def play(num, word):
    transcript = []
    generator = coroutine(num, transcript)
    try:
        transcript.append(f"primed {next(generator)}")
        while True:
            await asyncio.sleep(0)
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript


def from_users(num, word="A"):
    return asyncio.run(play(num, word))
