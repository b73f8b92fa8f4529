"""Believes that a function may call itself for each value, however many come."""
# misconception: M27
# breaks: rule 3
# caught by: test_one_transcript_for_both
# student reads: however many may come

from __future__ import annotations


def coroutine(num, log):
    for value in range(1, num):
        received = yield value
        log.append(f"got {received}")


def play(generator, transcript, said, sent, word):
    try:
        transcript.append(f"{said} {generator.send(sent)}")
    except StopIteration:
        transcript.append("end")
    else:
        play(generator, transcript, "yielded", word, word)


def from_users(num, word="A"):
    transcript = []
    play(coroutine(num, transcript), transcript, "primed", None, word)
    return transcript
