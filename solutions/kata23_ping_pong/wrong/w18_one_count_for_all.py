"""Believes that there is one generator at a time: it keeps its count in the module."""
# misconception: M40
# breaks: rule 1
# caught by: test_the_numbers_it_yields
# student reads: they share something

from __future__ import annotations

value = 0


def coroutine(num, log):
    global value
    value = 1
    while value < num:
        received = yield value
        value += 1
        log.append(f"got {received}")


def from_users(num, word="A"):
    transcript = []
    generator = coroutine(num, transcript)
    try:
        transcript.append(f"primed {next(generator)}")
        while True:
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript
