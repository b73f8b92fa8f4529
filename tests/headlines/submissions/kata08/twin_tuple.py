import asyncio
async def fetch_all(fetch, ids):
    if not ids: return ()
    return tuple(await asyncio.gather(*map(fetch, ids)))
