import asyncio
async def ticker(n, every):
    for i in range(n):
        await asyncio.sleep(every)
        yield i
async def collect(source, *, where=None):
    it = source.__aiter__()
    out = []
    while True:
        try:
            item = await it.__anext__()
        except StopAsyncIteration:
            item = None
        if item is None:
            break
        if where is None or where(item):
            out.append(item)
    return out
async def four_tickers(n, every):
    return list(await asyncio.gather(*(collect(ticker(n, every)) for _ in range(4))))
