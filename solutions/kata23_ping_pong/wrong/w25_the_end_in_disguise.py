"""Believes that a RuntimeError which Python made of a StopIteration is the end after all."""
# misconception: M09
# breaks: rule 7
# caught by: test_one_transcript_for_both
# student reads: failed with a RuntimeError

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
        transcript.append("end")
    except RuntimeError as error:
        if not isinstance(error.__cause__, StopIteration):
            raise
        transcript.append("end")
    return transcript
