"""Believes that a for loop also delivers the word."""
# misconception: M00
# breaks: rule 5
# caught by: test_the_transcript_of_a_game
# student reads: the generator got None every time

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def from_users(num, word="A"):
    transcript = []
    generator = coroutine(num, transcript)
    said = "primed"
    for value in generator:
        transcript.append(f"{said} {value}")
        said = "yielded"
    transcript.append("end")
    return transcript
