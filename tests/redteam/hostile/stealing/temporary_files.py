"""Leaves files wherever anybody may write."""

import os
import tempfile

FOLDERS = ["/tmp", "/var/tmp", "/dev/shm", "/run", "/run/user/0", "@HOME@", "@COURSE@", "@REPO@", "..", "../..", "/"]
for folder in [*FOLDERS, tempfile.gettempdir(), os.path.dirname(os.__file__)]:
    try:
        with open(os.path.join(folder, "@MARK@"), "w") as file:
            file.write("here")
    except OSError:
        pass


async def my_gather(*aws, return_exceptions=False):
    raise RuntimeError
