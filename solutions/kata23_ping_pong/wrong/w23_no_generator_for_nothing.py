"""Believes that where nothing is yielded anything that is empty will do."""
# misconception: M00
# breaks: rule 1
# caught by: test_it_stands_before_its_first_line
# student reads: returns no generator

from __future__ import annotations


def coroutine(num, log):
    return numbers(num, log) if num > 1 else iter(())


def numbers(num, log):
    for value in range(1, num):
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
