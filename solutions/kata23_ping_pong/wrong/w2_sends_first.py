"""Believes that a new generator is ready to receive."""
# misconception: M00
# breaks: rule 4
# caught by: test_the_transcript_of_a_game
# student reads: before it stands at a yield

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def from_users(num, word="A"):
    transcript = []
    generator = coroutine(num, transcript)
    try:
        transcript.append(f"primed {generator.send(word)}")
        while True:
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript
