"""Dies while a hidden check is inside its context manager and its async iterator."""
# bench: room

import asyncio
import os


class Room:
    def __init__(self, value):
        self.value = value

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass

    async def ticks(self):
        yield self.value
        await asyncio.sleep(1)
        os._exit(0)
