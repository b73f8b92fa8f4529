"""Lessons on iteration, generators and queues."""

from __future__ import annotations

from grader.student.lessons.lesson import Lesson

LESSONS = {
    "M29": Lesson(
        """\
import asyncio

async def ticks():
    for number in (1, 2):
        await asyncio.sleep(1)
        yield number

async def main():
    stream = ticks()
    print([tick async for tick in stream])
    print([tick async for tick in stream])
""",
        "A generator can be gone through once. The second loop finds it at its end and gets nothing, without an error.",
        "Call the function again for a new one, or keep the items in a list.",
    ),
    "M30": Lesson(
        """\
import asyncio

class Ticks:
    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(1)
        raise StopIteration

async def main():
    print([tick async for tick in Ticks()])
""",
        "An `async for` ends at StopAsyncIteration. StopIteration is the signal of ordinary iterators, and inside a "
        "coroutine Python turns it into a RuntimeError.",
        "Raise StopAsyncIteration, or write an async generator, which does it by itself.",
    ),
    "M32": Lesson(
        """\
import asyncio

async def consume(queue):
    while True:
        print(await queue.get())

async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(consume(queue))
    queue.put_nowait("the only one")
    await asyncio.sleep(1)
    await task
""",
        "The consumer waits for the next item, and there will be none: nobody told it that this was all.",
        "Send a last item that means the end, close the queue, or cancel the consumer after `queue.join()`.",
    ),
    "M33": Lesson(
        """\
import asyncio

async def consume(queue):
    while True:
        await queue.get()
        await asyncio.sleep(1)

async def main():
    queue = asyncio.Queue()
    queue.put_nowait("letter")
    task = asyncio.create_task(consume(queue))
    await queue.join()
""",
        "join() counts items put in against task_done() calls. The item was taken and worked on, and nobody "
        "reported it done: join() waits for ever.",
        "One task_done() for each get(), in `finally`, so that a failure counts too.",
    ),
    "M38": Lesson(
        """\
import asyncio

class Door:
    async def __aenter__(self):
        await asyncio.sleep(1)

    async def __aexit__(self, *problem):
        print("closed")

async def main():
    with Door():
        print("inside")
""",
        "The door knows how to be opened with waiting, `async with`; plain `with` asks for the other protocol, "
        "whose methods are not there.",
        "`async with` and `async for` inside coroutines, wherever opening or the next item may wait.",
    ),
}
