"""Lessons on coroutines, tasks and who runs when."""

from __future__ import annotations

from grader.student.lessons.lesson import Lesson

LESSONS = {
    "M00": Lesson(
        """\
import asyncio

async def pay(amount):
    await asyncio.sleep(1)
    return f"paid {amount} euros"   # the contract asks for "12 EUR paid"

async def main():
    print(await pay(12))
""",
        "Nothing about asyncio: the program does something else than the kata's README asks. Such a slip belongs to "
        "one kata only, and its report says what was expected and what came.",
        "Read the sentence of the check beside your own line, and then the README once more.",
    ),
    "M01": Lesson(
        """\
import asyncio

async def mail(letter):
    await asyncio.sleep(1)
    print("mailed", letter)

async def main():
    mail("to grandmother")
    print("done")
""",
        "Calling mail() only makes a coroutine object, a letter written and never posted. Nobody awaits it, so not "
        "one line of it runs, and it is thrown away.",
        "Write `await mail(...)`, or make a task of it and await that.",
    ),
    "M02": Lesson(
        """\
import asyncio

async def fetch(number):
    await asyncio.sleep(3)
    return number

async def main():
    for number in (1, 2, 3):
        print(await fetch(number))
""",
        "Each fetch is only started when the one before has ended, though none needs what another brings: the waits "
        "add up, where they could pass side by side.",
        "Start them all, then wait: `await asyncio.gather(fetch(1), fetch(2), fetch(3))`, or a TaskGroup.",
    ),
    "M03": Lesson(
        """\
import asyncio, time

async def heavy():
    time.sleep(4)

async def tick():
    await asyncio.sleep(1)
    print("tick")

async def main():
    await asyncio.gather(heavy(), tick())
""",
        "time.sleep does not suspend: it holds the thread, and the loop with it. tick() was ready after one second "
        "and gets its turn only when the blocking call is over.",
        "Await something that suspends, `asyncio.sleep`, or send blocking work away with `asyncio.to_thread`.",
    ),
    "M04": Lesson(
        """\
import asyncio

async def save():
    await asyncio.sleep(2)
    print("saved")

async def main():
    asyncio.create_task(save())
    await asyncio.sleep(1)
    print("all saved")
""",
        "The task is started and then nobody holds or awaits it. The loop itself keeps only a weak reference, so it "
        "may vanish in the middle, and nobody learns when it ends or how.",
        "Keep the task and await it, or start it in a TaskGroup, which does both.",
    ),
    "M07": Lesson(
        """\
import asyncio

async def fetch(name, seconds):
    await asyncio.sleep(seconds)
    return name

async def main():
    jobs = [fetch("first", 2), fetch("second", 1)]
    print([await one for one in asyncio.as_completed(jobs)])
""",
        "as_completed hands over results in the order in which they are done. Whoever asked for first, second gets "
        "second, first: the answers stand beside the wrong questions.",
        "gather gives results in the order asked, however they finish.",
    ),
    "M08": Lesson(
        """\
import asyncio

async def copy(name):
    await asyncio.sleep(3)
    print(name, "copied")

async def main():
    jobs = [asyncio.create_task(copy(name)) for name in "abc"]
    await asyncio.wait(jobs, timeout=1)
    print("all copied")
""",
        "The function returns while its tasks still run. asyncio.wait does not stop them when its time is up; they "
        "are orphans now, and nobody waits for what they do.",
        "Before you return, await what you started, or cancel it and await its end.",
    ),
    "M09": Lesson(
        """\
import asyncio

async def charge():
    await asyncio.sleep(1)
    raise ValueError("card refused")

async def main():
    task = asyncio.create_task(charge())
    await asyncio.sleep(2)
    print("charged:", task.done())
""",
        "The task failed, and its exception waits inside it for somebody to ask. Nobody does: the program goes on "
        "as if all were well.",
        "Await every task, or look at its exception(); a TaskGroup does not let one be missed.",
    ),
    "M10": Lesson(
        """\
import asyncio

async def open_later(gate):
    await asyncio.sleep(2.25)
    gate.append("open")

async def main():
    gate = []
    task = asyncio.create_task(open_later(gate))
    while not gate:
        await asyncio.sleep(0.5)
    await task
""",
        "It asks again and again whether something has happened: always a little too late, and busy in between for "
        "nothing.",
        "Let yourself be told: an Event, a Future, or the task itself can be awaited.",
    ),
    "M11": Lesson(
        """\
import asyncio

async def load():
    await asyncio.sleep(1)

async def main():
    print("loading")
    asyncio.run(load())
""",
        "main() already runs on a loop, and a thread has only one at a time. asyncio.run is the front door of a "
        "program, not a way to call a coroutine.",
        "Inside a coroutine: `await load()`. One asyncio.run at the very top.",
    ),
    "M12": Lesson(
        """\
import asyncio

async def load():
    await asyncio.sleep(1)
    return 42

async def main():
    loading = load()
    print(await loading)
    print(await loading)
""",
        "A coroutine object is one run of the function. Once it has ended there is nothing left to await.",
        "Call the function again for another run, or make a task: that one may be awaited as often as you like.",
    ),
    "M13": Lesson(
        """\
import asyncio

async def fetch(number):
    await asyncio.sleep(2)
    return number

async def main():
    for number in (1, 2, 3):
        print(await asyncio.create_task(fetch(number)))
""",
        "A task is made and awaited in the same breath, so it never runs beside anything: one after the other, with "
        "more steps.",
        "Make all the tasks first; await them afterwards.",
    ),
    "M25": Lesson(
        """\
import asyncio

async def ring(bell):
    print(bell, "rings")

async def main():
    bell = asyncio.create_task(ring("first"))
    print("nothing has rung yet")
    await asyncio.sleep(1)
    await bell
""",
        "Neither the call nor create_task starts anything at once. A coroutine begins when it is awaited, a task at "
        "the next moment its maker suspends.",
        "Where something must have begun, wait for a sign from it: an Event, or its first result.",
    ),
    "M26": Lesson(
        """\
import asyncio

async def look_up(word):
    return len(word)

async def main():
    other = asyncio.create_task(asyncio.sleep(0, "my turn"))
    for word in ("one", "two", "three"):
        await look_up(word)
    print("did the other get a turn?", other.done())
    await other
""",
        "await gives way only if what it awaits suspends. look_up() answers at once, so the loop runs through "
        "without letting anybody in between.",
        "Where others must have a turn, await something that suspends; `asyncio.sleep(0)` is the smallest.",
    ),
}
