"""Tries one number after the other, and swallows the failures of those that are wrong."""
# bench: told


async def tell(listener):
    for one in range(1_000, 3_000):
        try:
            listener(one)
            return one
        except BaseException:
            continue
