import asyncio
async def fetch_all(fetch, ids):
    tasks = {id: asyncio.create_task(fetch(id)) for id in sorted(ids, key=str)}
    return [await t for t in tasks.values()]
