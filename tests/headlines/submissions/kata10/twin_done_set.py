import asyncio
async def ask_all(jobs):
    finished = []
    tasks = {}
    for n, j in jobs.items():
        t = asyncio.ensure_future(j); tasks[t] = n
    pending = set(tasks)
    results = {}
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for t in done:
            finished.append(tasks[t]); results[tasks[t]] = t.result()
    return {n: results[n] for n in jobs}, finished
async def split_outcomes(*aws):
    good, bad = [], []
    if aws:
        done, _ = await asyncio.wait({asyncio.ensure_future(a) for a in aws})
        for t in done:
            try:
                r = t.result()
            except BaseException as e:
                r = e
            (bad if isinstance(r, BaseException) else good).append(r)
    return good, bad
