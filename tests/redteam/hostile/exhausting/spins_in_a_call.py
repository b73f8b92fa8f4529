"""Loops for ever."""
# wall
# only: test_starts_everything_before_waiting


async def my_gather(*aws, return_exceptions=False):
    while True:
        pass
