"""Believes that whatever ends a yield is a word."""
# misconception: M16
# breaks: rule 2
# caught by: test_closed_in_the_middle
# student reads: closing is not a word

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = None
        try:
            received = yield value
        finally:
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
