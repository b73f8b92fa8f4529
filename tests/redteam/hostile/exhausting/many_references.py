"""Gives more objects than may cross."""
# only: test_starts_everything_before_waiting


class Thing:
    pass


kept = []


async def my_gather(*aws, return_exceptions=False):
    frame = __import__("sys")._getframe()
    while "state" not in frame.f_locals:
        frame = frame.f_back
    peer = frame.f_locals["state"].peer
    while len(kept) < 300_000:
        kept.append(Thing())
        peer.references.give(kept[-1])
    return [Thing() for _ in range(20_000)]
