import asyncio
who = None
async def greet(name, pause):
    global who
    who = name
    await asyncio.sleep(pause)
    return f"Hello, {who}!"
