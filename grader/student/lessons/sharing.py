"""Lessons on locks, limits and state that several share."""

from __future__ import annotations

from grader.student.lessons.lesson import Lesson

LESSONS = {
    "M14": Lesson(
        """\
import asyncio

async def visit(lock, name):
    async with lock:
        await asyncio.sleep(2)
        print(name)

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(visit(lock, name) for name in "abc"))
""",
        "The lock guards the one line that prints, and is held during the long wait before it as well: three visits "
        "that have nothing to do with each other queue up.",
        "Hold a lock only around what must not be interrupted; one lock for each thing that is shared.",
    ),
    "M15": Lesson(
        """\
import asyncio
money = 10

async def spend(amount):
    global money
    if money >= amount:
        await asyncio.sleep(1)
        money -= amount

async def main():
    await asyncio.gather(spend(8), spend(8))
    print("left:", money)
""",
        "Between the question and the deed there is an await, and there others run. Both saw ten, both took eight.",
        "No await between check and action, or one lock around both.",
    ),
    "M18": Lesson(
        """\
import asyncio

async def fetch(number):
    await asyncio.sleep(1)
    return number

async def main():
    pages = await asyncio.gather(*(fetch(number) for number in range(8)))
    print(len(pages), "requests at once; three were allowed")
""",
        "Everything is started at once, though the other side allows three at a time. With eight it looks fast, "
        "with eighty thousand it fails.",
        "A Semaphore around each, or a few workers that take from a queue.",
    ),
    "M19": Lesson(
        """\
import asyncio

async def fetch(seconds):
    await asyncio.sleep(seconds)

async def main():
    jobs = [1, 4, 1, 1, 1, 1]
    for start in range(0, len(jobs), 2):
        await asyncio.gather(*map(fetch, jobs[start : start + 2]))
""",
        "In batches of two, the quick one waits for the slow one before the next pair may begin: a slot stands "
        "empty for three seconds.",
        "Let each slot take the next job as soon as it is free: a Semaphore, or workers and a queue.",
    ),
    "M20": Lesson(
        """\
import asyncio

async def wait_for_news(bell):
    async with bell:
        await asyncio.wait_for(bell.wait(), 5)

async def main():
    bell = asyncio.Condition()
    async with bell:
        bell.notify()
    await wait_for_news(bell)
""",
        "notify() wakes those who wait at that moment. It rang before anybody listened, and a condition does not "
        "remember: the wake-up is lost.",
        "Keep the news in a variable and wait with `wait_for(lambda: ...)`, or use an Event or a Queue, which "
        "remember.",
    ),
    "M21": Lesson(
        """\
import asyncio

async def visitor(name, waiting):
    waiting.append(turn := asyncio.Event())
    await turn.wait()
    print(name, "is served")

async def main():
    waiting, loop = [], asyncio.get_running_loop()
    for second in (1, 2, 3):
        loop.call_later(second, lambda: waiting.pop().set())
    await asyncio.gather(*(visitor(name, waiting) for name in "abc"))
""",
        "The queue is served from the wrong end: who came last goes first. With enough newcomers the first waits "
        "for ever.",
        "Take from the front: a deque and popleft(); and hand over, so that nobody slips in between.",
    ),
    "M24": Lesson(
        """\
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    for number in (1, 2, 3):
        loop.call_later(number, lambda: print("job", number))
    await asyncio.sleep(4)
""",
        "The lambda does not keep the number of its round, it looks the name up when it is called. By then the loop "
        "is over, and all three see the last one.",
        "Bind it now: `lambda number=number: ...`, functools.partial, or an argument of call_later.",
    ),
    "M27": Lesson(
        """\
import asyncio

async def fastest(delays):
    tasks = [asyncio.ensure_future(asyncio.sleep(s, s)) for s in delays]
    done, _ = await asyncio.wait(tasks, return_when="FIRST_COMPLETED")
    return done.pop().result()

async def main():
    print(await fastest([2, 1]))
    print(await fastest([]))
""",
        "It was thought through for the usual case. With nothing at all it breaks, or waits for ever; one, zero, "
        "negative and very many are the others to think of.",
        "Say first what the answer is for none, and write that line first.",
    ),
    "M28": Lesson(
        """\
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    answer = loop.create_future()
    try:
        await asyncio.to_thread(loop.call_soon, answer.set_result, 1)
    except RuntimeError as error:
        print(error)
""",
        "Loops, futures and tasks belong to their thread. From another one the call may be lost, since the sleeping "
        "loop is not woken; only in debug mode, as here, does asyncio say so.",
        "`loop.call_soon_threadsafe(...)`, or asyncio.run_coroutine_threadsafe.",
    ),
    "M36": Lesson(
        """\
import asyncio

async def client(name):
    for attempt in (1, 2):
        print(name, "asks at", asyncio.get_running_loop().time() % 10)
        await asyncio.sleep(2 ** attempt)

async def main():
    await asyncio.gather(*(client(name) for name in "abc"))
""",
        "All failed in the same instant and all try again in the same instant: the server that was overloaded is "
        "overloaded again.",
        "Add a random part to each pause, or share one request among all who ask.",
    ),
    "M40": Lesson(
        """\
import asyncio
current = None

async def handle(user):
    global current
    current = user
    await asyncio.sleep(1)
    print(user, "gets the answer for", current)

async def main():
    await asyncio.gather(handle("ann"), handle("bob"))
""",
        "Both tasks write into one variable. While ann waits, bob has written his name there, and ann gets what is "
        "his.",
        "Local variables and arguments; a ContextVar where it must reach deep down.",
    ),
    "M41": Lesson(
        """\
import asyncio

async def pay(lock):
    async with lock:
        await book(lock)

async def book(lock):
    async with lock:
        print("booked")

async def main():
    await pay(asyncio.Lock())
""",
        "pay() holds the lock and waits for book(), which waits for the lock. Only pay() could release it, and "
        "pay() waits: nobody ever moves again.",
        "Take a lock once, at one level; inner functions expect it to be held.",
    ),
}
