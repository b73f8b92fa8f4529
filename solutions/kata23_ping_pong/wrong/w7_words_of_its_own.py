"""Believes that the words of a line are free, and says more than is asked for."""
# misconception: M00
# breaks: rule 5
# caught by: test_the_transcript_of_a_game
# student reads: a line begins with something other than

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def from_users(num, word="A"):
    transcript = []
    generator = coroutine(num, transcript)
    try:
        transcript.append(f"primed {next(generator)}")
        while True:
            transcript.append(f"yield from generator to user: {generator.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript
