"""Gives values that are too large, too deep or too many to cross."""

place = 0


def deep():
    value = []
    for _ in range(100_000):
        value = [value]
    return value


async def my_gather(*aws, return_exceptions=False):
    global place
    place += 1
    kinds = ["x" * (1 << 23), deep(), 7 ** (1 << 18), list(range(1 << 19)), {(): deep()}, b"x" * (1 << 22)]
    return kinds[(place + len(aws)) % len(kinds)]
