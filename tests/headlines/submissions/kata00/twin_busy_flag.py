import asyncio
busy = False
async def greet(name, pause):
    global busy
    while busy:
        await asyncio.sleep(0.25)
    busy = True
    await asyncio.sleep(pause)
    busy = False
    return f"Hello, {name}!"
