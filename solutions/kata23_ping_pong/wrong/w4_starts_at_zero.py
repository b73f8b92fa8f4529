"""Believes that counting starts at 0 here as everywhere."""
# misconception: M27
# breaks: rule 1
# caught by: test_the_numbers_it_yields
# student reads: the first number is 1

from __future__ import annotations


def coroutine(num, log):
    for value in range(num):
        received = yield value
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
