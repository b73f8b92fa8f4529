"""Believes that a StopIteration may also come as a RuntimeError, and takes both for the end."""
# misconception: M09
# breaks: rule 7
# caught by: test_a_failure_is_no_end
# student reads: only StopIteration is the end

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
    except (StopIteration, RuntimeError):
        transcript.append("end")
    return transcript
