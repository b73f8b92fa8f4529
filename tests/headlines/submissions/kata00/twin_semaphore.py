import asyncio
turn = asyncio.Semaphore(1)
async def greet(name, pause):
    await turn.acquire()
    try:
        await asyncio.sleep(pause)
    finally:
        turn.release()
    return "Hello, " + name + "!"
