import asyncio
async def has_stamp(letter):
    await asyncio.sleep(0.25)
    return letter.startswith("*")

async def send(letter, outbox):
    await asyncio.sleep(1)
    outbox.append(letter)

async def mail_all(letters, outbox):
    n = 0
    for letter in letters:
        try:
            if await has_stamp(letter):
                await send(letter, outbox)
                n += 1
        except asyncio.CancelledError:
            break
    return n
