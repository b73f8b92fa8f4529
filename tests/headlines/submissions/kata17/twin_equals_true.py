import asyncio
async def ticker(n, every):
    for i in range(n):
        await asyncio.sleep(every)
        yield i
async def collect(source, *, where=None):
    out = []
    async for item in source:
        if where is None or where(item) == True:
            out.append(item)
    return out
async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
