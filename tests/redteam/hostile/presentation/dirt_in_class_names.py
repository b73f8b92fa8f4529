"""Raises exceptions whose classes are named with what clears the screen, or with a novel."""

DIRT = "\x1b[2J\u202e\u2066\u200b\r\n accepted "


async def my_gather(*aws, return_exceptions=False):
    name = DIRT if len(aws) % 2 else "A" * 100_000
    raise type(name, (ValueError,), {"__module__": DIRT, "__qualname__": DIRT})("\ud800\udfff")
