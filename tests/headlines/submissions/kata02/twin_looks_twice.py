import asyncio
async def has_stamp(letter):
    await asyncio.sleep(0.25)
    return letter.startswith("*")

async def send(letter, outbox):
    await asyncio.sleep(1)
    outbox.append(letter)

async def mail_all(letters, outbox):
    stamped = [letter for letter in letters if await has_stamp(letter)]
    n = 0
    for letter in letters:
        if letter in stamped and await has_stamp(letter):
            await send(letter, outbox)
            n += 1
    return n
