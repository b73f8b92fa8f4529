import asyncio
async def greet(name: str, pause: float) -> str:
    await asyncio.sleep(pause)
    yield f"Hello, {name}!"
