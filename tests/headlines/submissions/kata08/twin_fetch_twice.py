import asyncio
async def fetch_all(fetch, ids):
    await asyncio.gather(*(fetch(i) for i in ids))
    return await asyncio.gather(*(fetch(i) for i in ids))
