"""Fills its folder with large files."""
# only: test_starts_everything_before_waiting test_nothing_to_wait_for

import os


async def my_gather(*aws, return_exceptions=False):
    for number in range(12):
        try:
            with open(f"large{number}", "wb") as file:
                while True:
                    file.write(bytes(1 << 20))
        except OSError:
            pass
    descriptor = os.open("sparse", os.O_CREAT | os.O_RDWR)
    for size in (1 << 24, 1 << 40):
        try:
            os.ftruncate(descriptor, size)
            os.posix_fallocate(descriptor, 0, size)
        except OSError:
            pass
    raise RuntimeError
