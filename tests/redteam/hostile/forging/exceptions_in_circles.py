"""Raises exceptions that are each other's cause, context and members."""


async def my_gather(*aws, return_exceptions=False):
    first, second, third = ValueError("1"), KeyError("2"), OSError("3")
    first.__cause__, second.__cause__, third.__cause__ = second, third, first
    first.__context__, second.__context__ = third, first
    raise ExceptionGroup("all", [first, second, ExceptionGroup("again", [third, first])]) from third
