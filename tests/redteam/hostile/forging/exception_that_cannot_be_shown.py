"""Raises exceptions whose arguments no one can turn into text."""


async def my_gather(*aws, return_exceptions=False):
    raise ValueError(10**5000 if aws else -(10**6000))
