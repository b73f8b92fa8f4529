"""Leaves threads behind that spin."""
# only: test_nothing_to_wait_for

import threading


def spin():
    while True:
        pass


async def my_gather(*aws, return_exceptions=False):
    for _ in range(8):
        threading.Thread(target=spin, daemon=True).start()
    raise RuntimeError
