"""What examiner and candidate say to each other: one protocol, versioned."""

from grader.wire.channel import Channel
from grader.wire.gone import Gone
from grader.wire.objects import MissingName, Opaque, RemoteExit, RemoteModule
from grader.wire.peer import Peer
from grader.wire.protocol import VERSION
from grader.wire.text import clean

__all__ = ["VERSION", "Channel", "Gone", "MissingName", "Opaque", "Peer", "RemoteExit", "RemoteModule", "clean"]
