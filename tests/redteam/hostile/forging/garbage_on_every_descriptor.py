"""Writes frames and garbage to every descriptor it finds."""

import os
import struct

FRAME = b'["a",["ret",["l",[]]],[0,0,null,null,0,null,[]],null]'


async def my_gather(*aws, return_exceptions=False):
    for descriptor in range(3, 256):
        for data in (struct.pack(">I", len(FRAME)) + FRAME, b"\0\0\0\5hello", b"\xff" * 64):
            try:
                os.write(descriptor, data)
            except OSError:
                break
    raise RuntimeError
