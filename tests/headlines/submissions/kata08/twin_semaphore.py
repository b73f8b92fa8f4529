import asyncio
async def fetch_all(fetch, ids):
    sem = asyncio.BoundedSemaphore(20)
    async def one(id):
        await sem.acquire()
        try:
            return await fetch(id)
        finally:
            sem.release()
    return await asyncio.gather(*[one(i) for i in ids])
