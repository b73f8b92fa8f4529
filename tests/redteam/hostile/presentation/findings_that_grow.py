"""Tells as many findings as will be heard, each as long as it may be, different in each check."""

import sys

Observer = sys.modules["grader.engine.candidate.observer"].Observer


async def my_gather(*aws, return_exceptions=False):
    def collect(self, *args, **kwargs):
        self.notes = [("never awaited", f"{number}{len(aws)}" + "\u202eé" * 100, 10**4000, 1.0) for number in range(50)]
        return ["\u202e" * 60] * 50

    Observer.collect = collect
    raise RuntimeError
