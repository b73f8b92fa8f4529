"""Calls home over TCP, UDP and unix sockets."""

import socket

SECRET = b"@LEAK@"


def tries():
    yield lambda: socket.create_connection(("127.0.0.1", int("@PORT@")), 1).sendall(SECRET)
    yield lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(SECRET, ("127.0.0.1", int("@PORT@")))
    yield lambda: socket.socket(socket.AF_INET6).connect(("::1", int("@PORT@")))
    yield lambda: socket.socket(socket.AF_UNIX).connect("\0@MARK@")
    yield lambda: socket.socket(socket.AF_UNIX).connect("@COURSE@/socket")
    yield lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
    yield lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
    yield lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)


async def my_gather(*aws, return_exceptions=False):
    for one in tries():
        try:
            one()
        except (OSError, AttributeError):
            pass
    raise RuntimeError
