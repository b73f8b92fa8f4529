"""Loops for ever."""
# wall
# only: test_starts_everything_before_waiting test_nothing_to_wait_for


async def my_gather(*aws, return_exceptions=False):
    while True:
        pass
