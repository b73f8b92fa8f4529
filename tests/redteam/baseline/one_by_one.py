"""Awaits one after another: right in order, wrong in time."""


async def my_gather(*aws, return_exceptions=False):
    return [await aw for aw in aws]
