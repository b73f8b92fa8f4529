import asyncio, time
async def heartbeat(log):
    while True:
        log("beat")
        await asyncio.sleep(0.5)
lock = asyncio.Lock()
async def sensor(name, delay, log):
    async with lock:
        await asyncio.sleep(delay)
    log(f"{name} ready")
async def summarise(readings, every=100):
    total = 0.0
    for done, reading in enumerate(readings, 1):
        total += reading
        if done % every == 0:
            await asyncio.sleep(0)
    return total / len(readings)
async def dashboard(delays, readings, log):
    heart = asyncio.create_task(heartbeat(log))
    sensors = [asyncio.create_task(sensor(n, d, log)) for n, d in delays.items()]
    summary = asyncio.create_task(summarise(readings))
    await asyncio.gather(*sensors)
    heart.cancel()
    return await summary
