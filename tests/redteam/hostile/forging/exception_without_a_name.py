"""Raises an exception whose class has no name at all."""


async def my_gather(*aws, return_exceptions=False):
    raise type("", (Exception,), {})()
