"""Believes that StopIteration is only a technicality."""
# misconception: M30
# breaks: rule 6
# caught by: test_the_transcript_of_a_game
# student reads: the transcript does not say so

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
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        pass
    return transcript
