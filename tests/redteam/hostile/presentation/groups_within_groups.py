"""Raises groups within groups, with notes on each, as deep as they go."""


async def my_gather(*aws, return_exceptions=False):
    error = ValueError("\x1b[31m")
    for depth in range(200):
        error = ExceptionGroup("\u202e" * 100, [error, KeyError(depth)])
        for _ in range(20):
            error.add_note("\x1b[2J" * 100)
    raise error
