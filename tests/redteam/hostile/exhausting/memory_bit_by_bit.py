"""Fills the memory with touched pages until something gives."""
# only: test_starts_everything_before_waiting

kept = []


async def my_gather(*aws, return_exceptions=False):
    try:
        while True:
            kept.append(b"x" * (1 << 24))
    except MemoryError:
        pass
    raise RuntimeError
