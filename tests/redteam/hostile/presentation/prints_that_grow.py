"""Prints as many lines as are kept, of characters that take the most room when they are made safe."""
# worth: one_by_one


async def my_gather(*aws, return_exceptions=False):
    for _ in range(100):
        print("\U000e0041" * 80)
    return [await aw for aw in aws]
