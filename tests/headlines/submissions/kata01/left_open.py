import asyncio
def multiply_by_two(number):
    return number * 2
async def coroutine_multiply_by_two(number):
    return number * 2

def run_double(number):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(coroutine_multiply_by_two(number))
