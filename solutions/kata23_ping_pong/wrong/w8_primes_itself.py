"""Believes that coroutine should do its user the favour of priming."""
# misconception: M00
# breaks: rule 1
# caught by: test_it_stands_before_its_first_line
# student reads: who primes it?

from __future__ import annotations


class Primed:
    def __init__(self, generator):
        self.generator = generator
        self.first = next(generator, None)

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)

    def send(self, word):
        if self.first is not None:
            first, self.first = self.first, None
            return first
        return self.generator.send(word)

    def close(self):
        self.generator.close()


def coroutine(num, log):
    def serve():
        for value in range(1, num):
            received = yield value
            log.append(f"got {received}")

    return Primed(serve())


def from_users(num, word="A"):
    transcript = []
    generator = coroutine(num, transcript)
    try:
        transcript.append(f"primed {next(generator)}")
        while True:
            transcript.append(f"yielded {generator.send(word)}")
    except StopIteration:
        transcript.append("end")
    return transcript
