"""The one error of the wire."""

from __future__ import annotations


class Gone(BaseException):
    """The other process died, broke the protocol or ran out of time.

    No Exception, so that no check can swallow it. `timed_out` tells a candidate that was too slow from one that lied.
    """

    def __init__(self, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.timed_out = timed_out
