"""Makes links in its own folder that lead out of it, and reads and writes through them."""

import os

found = []
for number, target in enumerate(("@COURSE@", "@HOME@", "/", "/proc/self/root", "@COURSE@/gradebook.db")):
    try:
        os.symlink(target, f"link{number}")
        found.append(os.listdir(f"link{number}"))
        with open(f"link{number}/gradebook.db") as file:
            found.append(file.read())
        with open(f"link{number}/@MARK@", "w") as file:
            file.write("here")
    except OSError:
        pass
try:
    descriptor = os.open(".", os.O_PATH)
    found.append(os.listdir(os.open("..", os.O_RDONLY, dir_fd=descriptor)))
except OSError:
    pass


async def my_gather(*aws, return_exceptions=False):
    print(found)
    raise ValueError(str(found)[:300])
