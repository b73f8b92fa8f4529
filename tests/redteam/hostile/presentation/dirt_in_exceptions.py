"""Raises exceptions with control, bidi, zero width and broken characters in every part."""

DIRT = "\x1b[31m\u202edrawer\u2066\u200b\u200f\ufeff\u2028\u2029\x85\ud800\U000e0041\r\n25 of 25 points"


class Bad(Exception):
    def __str__(self):
        return DIRT

    __repr__ = __str__


async def my_gather(*aws, return_exceptions=False):
    error = Bad(DIRT, {DIRT: DIRT})
    error.add_note(DIRT)
    error.dirt = DIRT
    raise error from KeyError(DIRT)
