import asyncio
results = []
async def fetch_all(fetch, ids):
    for page in await asyncio.gather(*(fetch(i) for i in ids)):
        results.append(page)
    return results
