"""Believes that every word needs a next to fetch its answer."""
# misconception: M00
# breaks: rule 5
# caught by: test_the_transcript_of_a_game
# student reads: only some of the words arrived

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
            generator.send(word)
            transcript.append(f"yielded {next(generator)}")
    except StopIteration:
        transcript.append("end")
    return transcript
