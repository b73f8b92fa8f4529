"""Opens a connection and a server through asyncio."""

import asyncio


async def my_gather(*aws, return_exceptions=False):
    loop = asyncio.get_running_loop()
    for work in (
        lambda: asyncio.open_connection("127.0.0.1", int("@PORT@")),
        lambda: asyncio.start_server(lambda *pair: None, "127.0.0.1", int("@FREE@")),
        lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("127.0.0.1", int("@PORT@"))),
        lambda: loop.getaddrinfo("@MARK@.example.com", 80),
    ):
        try:
            await work()
        except Exception:
            pass
    raise RuntimeError
