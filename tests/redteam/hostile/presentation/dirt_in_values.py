"""Gives values whose text is dirt, in every kind of container."""

DIRT = "\x1b[2J\u202e\u200b\r\n accepted \ud800"


class Thing:
    def __repr__(self):
        return DIRT


Thing.__name__ = Thing.__qualname__ = DIRT.replace("\ud800", "")


async def my_gather(*aws, return_exceptions=False):
    return [DIRT, {DIRT: DIRT}, {DIRT}, (DIRT,), DIRT.encode("utf-8", "surrogatepass"), Thing(), Thing]
