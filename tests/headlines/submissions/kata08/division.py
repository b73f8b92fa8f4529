import asyncio
async def fetch_all(fetch, ids):
    tasks = [asyncio.create_task(fetch(i)) for i in ids]
    pages = [await t for t in tasks]
    print(100 / len(ids))
    return pages
