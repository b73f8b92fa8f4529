"""Waits for ever while a hidden check is inside its context manager, and never lets it out."""
# bench: room

import asyncio


class Room:
    def __init__(self, value):
        self.value = value

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await asyncio.Event().wait()

    async def ticks(self):
        try:
            yield self.value
        finally:
            await asyncio.Event().wait()

    async def stay(self):
        await asyncio.Event().wait()
