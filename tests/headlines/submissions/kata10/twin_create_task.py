import asyncio
async def ask_all(jobs):
    finished = []
    async def one(name, job):
        result = await job
        finished.append(name)
        return result
    results = await asyncio.gather(*(one(n, j) for n, j in jobs.items()))
    return dict(zip(jobs, results)), finished
async def split_outcomes(*aws):
    tasks = [asyncio.create_task(a) for a in aws]
    await asyncio.gather(*tasks, return_exceptions=True)
    good, bad = [], []
    for t in tasks:
        e = asyncio.CancelledError() if t.cancelled() else t.exception()
        if e is None and isinstance(t.result(), BaseException): e = t.result()
        bad.append(e) if e is not None else good.append(t.result())
    return good, bad
