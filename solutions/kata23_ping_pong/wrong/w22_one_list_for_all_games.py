"""Believes that a default list is a new one for each call, and clears it to be sure."""
# misconception: M40
# breaks: rule 3
# caught by: test_one_transcript_for_both
# student reads: was changed, or returned again

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def from_users(num, word="A", transcript=[]):
    transcript.clear()
    generator = coroutine(num, transcript)
    try:
        transcript.append(f"primed {next(generator)}")
        while True:
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript
