"""Believes that a game that fails has an end, too, and writes it in a finally."""
# misconception: M09
# breaks: rule 7
# caught by: test_one_transcript_for_both
# student reads: a failed game has no end

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
    finally:
        transcript.append("end")
    return transcript
