"""Believes that a value None can only mean that there is none."""
# misconception: M30
# breaks: rules 3 and 5
# caught by: test_from_users_plays_with_any_generator
# student reads: any value may come, None or 0 too

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def from_users(num, word="A"):
    transcript = []
    generator = coroutine(num, transcript)
    value = next(generator, None)
    if value is not None:
        transcript.append(f"primed {value}")
    while value is not None:
        try:
            value = generator.send(word)
        except StopIteration:
            break
        transcript.append(f"yielded {value}")
    transcript.append("end")
    return transcript
