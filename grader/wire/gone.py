"""The one error of the wire."""

from __future__ import annotations

from enum import Enum


class Loss(Enum):
    """What became of the other side."""

    BREACH = "it broke the protocol"
    TOO_MUCH = "it sent, or was sent, more than can cross"
    ENDED = "its process ended"
    TOO_SLOW = "it ran out of real time"
    COMPUTED = "it computed for too long without a word"
    OVER = "its check is over"
    NOT_STARTED = "it could not be started"


class Gone(BaseException):
    """The other process died, broke the protocol or ran out of time.

    No Exception, so that no check can swallow it. `loss` is what to decide on and to tell a student by; the text is
    for whoever looks for a fault of ours.
    """

    def __init__(self, reason: str, loss: Loss = Loss.BREACH) -> None:
        super().__init__(reason)
        self.reason = reason
        self.loss = loss

    @property
    def timed_out(self) -> bool:
        """Was it too slow?"""
        return self.loss in (Loss.TOO_SLOW, Loss.COMPUTED)
