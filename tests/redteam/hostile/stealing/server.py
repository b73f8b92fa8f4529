"""Listens on a port, so that somebody may come in later."""

import socket
import threading


def listen():
    try:
        server = socket.socket()
        server.bind(("0.0.0.0", int("@FREE@")))
        server.listen()
        server.accept()
    except OSError:
        pass


for _ in range(3):
    threading.Thread(target=listen, daemon=True).start()


async def my_gather(*aws, return_exceptions=False):
    raise RuntimeError
