"""Drives what `__await__` gives, an iterator with send and throw, and delegates to it with `yield from`."""

from __future__ import annotations

NOTHING = object()


def run_now(coro):
    result = []

    def runs():
        result.append((yield from coro.__await__()))

    for _ in runs():
        coro.close()
        raise RuntimeError("suspended")
    return result[0]


def steps(coro, answers):
    ended = []

    def runs():
        ended.append((yield from coro.__await__()))

    inner = runs()
    answers = iter(answers)
    yielded = []
    answer = None
    while True:
        try:
            if isinstance(answer, BaseException):
                yielded.append(inner.throw(answer))
            else:
                yielded.append(inner.send(answer))
        except StopIteration:
            return (yielded, ended[0])
        answer = next(answers, NOTHING)
        if answer is NOTHING:
            inner.close()
            raise RuntimeError(f"no answer to question {len(yielded)}")
