"""Makes folders and files that nobody may read or enter, with names that are no text."""

import os


async def my_gather(*aws, return_exceptions=False):
    os.umask(0o777)
    for name in (b"closed", b"\xff\xfe", b"-rf", b"new\nline", "\u202ename".encode()):
        try:
            os.mkdir(name)
            os.close(os.open(name + b".file", os.O_CREAT))
            os.symlink(b"..", name + b".link")
            os.mkfifo(name + b".fifo")
        except OSError:
            pass
    raise RuntimeError
