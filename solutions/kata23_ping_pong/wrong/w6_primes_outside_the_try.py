"""Believes that a generator always reaches its first yield."""
# misconception: M30
# breaks: rule 6
# caught by: test_a_game_of_any_length
# student reads: a generator may end before its first yield

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def from_users(num, word="A"):
    transcript = []
    generator = coroutine(num, transcript)
    transcript.append(f"primed {next(generator)}")
    try:
        while True:
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript
