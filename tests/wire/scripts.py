"""A candidate that says what a script says."""

from __future__ import annotations

from grader.engine.wire.channel import Channel, Frame, Gone


class Script(Channel):
    """A channel whose other end says what the script says."""

    def __init__(self, *frames: Frame) -> None:
        super().__init__(-1, -1)
        self._frames = list(frames)
        self.sent: list[Frame] = []

    def send(self, frame: Frame) -> None:
        self.sent.append(frame)

    def receive(self) -> Frame:
        if not self._frames:
            raise Gone("silence")
        return self._frames.pop(0)
