"""A for loop over the answers, with a private class that remembers how the coroutine ended."""

from __future__ import annotations


class Drive:
    """A coroutine under way: `over` with a `value`, or standing at what it `yielded` last."""

    def __init__(self, coro):
        self.coro = coro
        self.over = False
        self.value = None
        self.yielded = None

    def press(self, answer=None):
        button = self.coro.throw if isinstance(answer, BaseException) else self.coro.send
        try:
            self.yielded = button(answer)
        except StopIteration as end:
            self.over, self.value = True, end.value

    def give_up(self):
        self.coro.close()
        raise RuntimeError("it waits")


def run_now(coro):
    drive = Drive(coro)
    drive.press()
    return drive.value if drive.over else drive.give_up()


def steps(coro, answers):
    drive = Drive(coro)
    drive.press()
    seen = []
    if drive.over:
        return seen, drive.value
    seen.append(drive.yielded)
    for answer in answers:
        drive.press(answer)
        if drive.over:
            return seen, drive.value
        seen.append(drive.yielded)
    drive.give_up()
