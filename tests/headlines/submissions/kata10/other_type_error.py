import asyncio
async def ask_all(jobs):
    finished = []; total = None + 1
    async def one(name, job):
        result = await job
        finished.append(name)
        return result
    results = await asyncio.gather(*(one(n, j) for n, j in jobs.items()))
    return dict(zip(jobs, results)), finished
async def split_outcomes(*aws):
    out = await asyncio.gather(*aws, return_exceptions=True)
    return [o for o in out if not isinstance(o, BaseException)], [o for o in out if isinstance(o, BaseException)]
