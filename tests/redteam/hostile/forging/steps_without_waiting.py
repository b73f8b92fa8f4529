"""Drives the jobs by hand, again and again, without waiting for what they wait for."""


async def my_gather(*aws, return_exceptions=False):
    results = []
    for aw in aws:
        iterator = aw.__await__()
        try:
            for _ in range(100):
                waits = iterator.send(None)
                if hasattr(waits, "_asyncio_future_blocking"):
                    waits._asyncio_future_blocking = False
        except StopIteration as stop:
            results.append(stop.value)
        except Exception as error:
            results.append(error)
    return results or None
