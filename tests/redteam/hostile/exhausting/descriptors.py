"""Opens files and pipes until there are no more, then goes on."""

import os
import socket

kept = []


async def my_gather(*aws, return_exceptions=False):
    for make in (os.pipe, socket.socketpair, lambda: open(os.devnull)):
        try:
            while True:
                kept.append(make())
        except OSError:
            pass
    raise RuntimeError
