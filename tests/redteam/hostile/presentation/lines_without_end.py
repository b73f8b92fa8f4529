"""Prints ten thousand lines, and one of a hundred thousand characters, under every check."""
# worth: one_by_one


async def my_gather(*aws, return_exceptions=False):
    print("é\x1b" * 100_000)
    print("\n" * 10_000)
    for number in range(10_000):
        print(number)
    return [await aw for aw in aws]
