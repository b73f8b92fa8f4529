"""Writes to, truncates, renames, links, removes and changes the modes of the gradebook."""

import os

BOOK = "@COURSE@/gradebook.db"


def tries():
    yield lambda: open(BOOK, "a").write("100")
    yield lambda: open(BOOK, "w")
    yield lambda: os.truncate(BOOK, 0)
    yield lambda: os.rename(BOOK, "@COURSE@/@MARK@")
    yield lambda: os.rename(BOOK, "@MARK@")
    yield lambda: os.replace("gradebook.db", BOOK)
    yield lambda: os.link(BOOK, "mine")
    yield lambda: os.symlink("gone", "@COURSE@/@MARK@")
    yield lambda: os.unlink(BOOK)
    yield lambda: os.chmod(BOOK, 0o777)
    yield lambda: os.chown(BOOK, 65534, 65534)
    yield lambda: os.utime(BOOK, (0, 0))
    yield lambda: os.setxattr(BOOK, "user.score", b"100")
    yield lambda: os.mkdir("@COURSE@/@MARK@")
    yield lambda: os.mknod("@COURSE@/@MARK@")
    yield lambda: os.mkfifo("@COURSE@/@MARK@")


async def my_gather(*aws, return_exceptions=False):
    for one in tries():
        try:
            one()
        except (OSError, ValueError):
            pass
    raise RuntimeError
