import asyncio


async def has_stamp(letter):
    await asyncio.sleep(0.25)
    return letter.startswith("*")


async def send(letter, outbox):
    await asyncio.sleep(1)
    outbox.append(letter)


async def mail_all(letters, outbox):
    for letter in letters:
        if await has_stamp(letter):
            await send(letter, outbox)
    return sum(1 for _ in outbox)
