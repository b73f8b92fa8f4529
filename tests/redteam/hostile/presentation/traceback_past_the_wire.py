"""Writes tracebacks with lines of its own past the wire, where a hang is looked for, and hangs."""
# wall: full
# only: test_starts_everything_before_waiting

import os

os.write(2, b'  File "gather.py", line 999999999999 in \x1b[2J\n  File "gather.py", line 7 in x\n' * 50)


async def my_gather(*aws, return_exceptions=False):
    while True:
        pass
