"""Prints a hundred megabytes."""
# only: test_starts_everything_before_waiting test_nothing_to_wait_for


async def my_gather(*aws, return_exceptions=False):
    for _ in range(100):
        print("x" * (1 << 20))
    raise RuntimeError
