"""Computes in C, where no signal of Python's is heard."""
# wall
# only: test_starts_everything_before_waiting


async def my_gather(*aws, return_exceptions=False):
    return sum(range(10**15))
