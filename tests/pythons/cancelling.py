"""A submission whose tasks are cancelled by a check, and which cancels what a check gave it."""

import asyncio

SEEN = []


def seen():
    return SEEN


async def holds(delay=9):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError as error:
        SEEN.append(list(error.args))
        raise


def starts():
    return asyncio.create_task(holds())


async def holds_in_a_task():
    await asyncio.create_task(holds())


async def turns_into(error):
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        if error:
            raise ValueError("another") from None
        raise


async def holds_what_turns_into(error):
    try:
        await asyncio.create_task(turns_into(error))
    except ValueError:
        SEEN.append(["ValueError"])
        return "failed"
    except asyncio.CancelledError as cancelled:
        SEEN.append(list(cancelled.args))
        raise


async def awaits(awaitable):
    try:
        return await awaitable
    except asyncio.CancelledError as error:
        SEEN.append(list(error.args))
        raise


async def awaits_shielded(awaitable):
    return await awaits(asyncio.shield(awaitable))


async def gathers(*awaitables):
    return await awaits(asyncio.gather(*awaitables))


def cancels(future, *message):
    return future.cancel(*message)


async def cancels_its_task(awaitable, *message):
    task = asyncio.create_task(awaits(awaitable))
    await asyncio.sleep(1)
    task.cancel(*message)
    try:
        await task
    except asyncio.CancelledError as error:
        SEEN.append(list(error.args))
    return task.cancelled()


async def cancels_who_awaits(*message):
    asyncio.current_task().cancel(*message)
    await holds()


def make_future():
    return asyncio.get_running_loop().create_future()
