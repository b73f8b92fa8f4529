"""Believes that knowing the outcome of the game is the same as playing it."""
# misconception: M00
# breaks: rule 3
# caught by: test_from_users_plays_with_any_generator
# student reads: this game was played without it

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def from_users(num, word="A"):
    transcript = []
    for value in range(1, num):
        transcript.append(f"primed {value}" if value == 1 else f"yielded {value}")
        transcript.append(f"got {word}")
    transcript.append("end")
    return transcript
