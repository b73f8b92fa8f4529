import asyncio
async def my_gather(*aws, return_exceptions=False):
    q = asyncio.Queue()
    out = {}
    for i, a in enumerate(aws):
        await q.put((i, a))
    async def work():
        while not q.empty():
            i, a = await q.get()
            out[i] = await a
    for _ in aws:
        asyncio.create_task(work())
    await q.join()
    return [out[i] for i in sorted(out)]
