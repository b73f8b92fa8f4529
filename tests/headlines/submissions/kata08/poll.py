import asyncio
async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(i)) for i in ids]
    while any(not t.done() for t in tasks):
        await asyncio.sleep(0.1)
    return [t.result() for t in tasks]
