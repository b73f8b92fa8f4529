"""Raises exceptions whose arguments hold each other, which takes for ever to write down."""
# wall: full
# only: test_starts_everything_before_waiting


async def my_gather(*aws, return_exceptions=False):
    first, second, third = ValueError("1"), KeyError("2"), OSError("3")
    first.args, second.args, third.args = (second, third), (third, first), (first, second)
    raise ExceptionGroup("all", [first, second, third])
