"""Believes that no game has more than a hundred rounds."""
# misconception: M27
# breaks: rules 3 and 6
# caught by: test_a_game_of_any_length
# student reads: given up before the generator had ended

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
        for _ in range(100):
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        pass
    transcript.append("end")
    return transcript
