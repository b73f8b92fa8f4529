import asyncio
class Results(list):
    pass
async def fetch_all(fetch, ids):
    out = Results()
    tasks = [asyncio.create_task(fetch(i)) for i in ids]
    for t in tasks: out.append(await t)
    return out
