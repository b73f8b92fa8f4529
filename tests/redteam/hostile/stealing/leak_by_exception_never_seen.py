"""Carries what a hidden check passes out in tasks whose exceptions nobody looks at."""

import asyncio


async def my_gather(*aws, return_exceptions=False):
    told = f"@LEAK@{len(aws)}{return_exceptions}"

    async def fail():
        raise type(told, (Exception,), {})(told)

    loop = asyncio.get_running_loop()
    task = asyncio.create_task(fail(), name=told)
    loop.call_soon(lambda: 1 / 0 if len(aws) else [].pop())
    await asyncio.sleep(0)
    del task
    loop.call_exception_handler({"message": told, "exception": type(told, (Exception,), {})(told)})
    raise RuntimeError
