"""Believes that who is sent nothing much has nothing to write."""
# misconception: M27
# breaks: rule 2
# caught by: test_the_numbers_it_yields
# student reads: an empty text and [] count too

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        if received:
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
