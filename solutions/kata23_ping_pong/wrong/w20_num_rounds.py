"""Believes that num tells how many values there are, whoever yields them."""
# misconception: M30
# breaks: rule 3
# caught by: test_from_users_plays_with_any_generator
# student reads: stopped before the generator had ended

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
        for _ in range(num):
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        pass
    transcript.append("end")
    return transcript
