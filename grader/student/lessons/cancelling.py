"""Lessons on cancellation, timeouts and errors."""

from __future__ import annotations

from grader.student.lessons.lesson import Lesson

LESSONS = {
    "M05": Lesson(
        """\
import asyncio

async def work():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return await asyncio.sleep(5, "and went on for 5 seconds")

async def main():
    task = asyncio.create_task(work())
    asyncio.get_running_loop().call_later(0.5, task.cancel)
    print("it was cancelled", await task)
""",
        "The request to stop arrives as CancelledError at the await. It is caught and dropped, and the work goes "
        "on: whoever cancelled waits for something that does not stop.",
        "Tidy up in `finally`, or catch it, tidy up and `raise` it again.",
    ),
    "M06": Lesson(
        """\
import asyncio

async def price(item):
    await asyncio.sleep(1)
    return {"tea": 3}[itme]

async def main():
    try:
        print(await price("tea"))
    except Exception:
        print("no price today")
""",
        "`except Exception` was meant for a missing price and swallows everything else as well, here a misspelt "
        "name. The real fault is never seen.",
        "Catch the one error you expect, around the one line that raises it.",
    ),
    "M16": Lesson(
        """\
import asyncio

async def use(door):
    door.append("open")
    await asyncio.sleep(5)
    door.append("closed")

async def main():
    try:
        await asyncio.wait_for(use(door := []), 1)
    except TimeoutError:
        print("the door is", door)
""",
        "The last line of use() only runs when all goes well. A cancellation, or an error, leaves at the await, and "
        "the door stays open.",
        "Put the closing into `finally`, or let `async with` do it: then it runs on every way out.",
    ),
    "M17": Lesson(
        """\
import asyncio, time

async def main():
    loop = asyncio.get_running_loop()
    deadline = time.time() + 2
    loop.call_at(deadline, print, "time is up")
    await asyncio.sleep(3)
    print("nobody called:", deadline > loop.time())
""",
        "The loop counts its own seconds, from its own zero. A moment read off the clock on the wall is, for the "
        "loop, decades away; and that clock may be set while you wait.",
        "Use `loop.time()` with call_at, and time.monotonic() for durations.",
    ),
    "M22": Lesson(
        """\
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    loop.call_later(1, answer.set_result, "here")
    loop.call_later(3, print, "too late, giving up!")
    print(await answer)
    await asyncio.sleep(3)
""",
        "The timer was set for the case that no answer comes. The answer came, and the timer still fires, into a "
        "program that has long gone on.",
        "Keep what call_later gives you, and `cancel()` it in `finally`.",
    ),
    "M23": Lesson(
        """\
import asyncio

async def charge():
    await asyncio.sleep(1)
    raise ValueError("card refused")

async def main():
    try:
        await charge()
    except ValueError:
        raise RuntimeError("something went wrong") from None
""",
        "The error that leaves is not the one that happened. Whoever must act on it learns neither what failed nor "
        "why.",
        "Let it pass, or raise your own error `from` it, so that the cause stays attached.",
    ),
    "M31": Lesson(
        """\
import asyncio

async def main():
    me = asyncio.current_task()
    asyncio.get_running_loop().call_later(1, me.cancel)
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("my own time limit")
    print("cancellations on my count:", me.cancelling())
""",
        "The task cancelled itself as its own time limit and caught that. The request still stands on its count, so "
        "a timeout or TaskGroup around it takes the next event for a cancellation from outside.",
        "Who cancels itself calls `uncancel()` afterwards; `asyncio.timeout` does it for you.",
    ),
    "M34": Lesson(
        """\
import asyncio

async def rate():
    await asyncio.sleep(1)
    raise OSError("no connection")

async def main():
    kept = asyncio.ensure_future(rate())
    for who in "abc":
        print(who, await asyncio.gather(kept, return_exceptions=True))
""",
        "What is kept is the future, and with it the failure. Another try would have gone well, but one bad "
        "moment of the network is served to everybody who asks, for ever.",
        "Keep successes only: throw the entry away when its work fails.",
    ),
    "M35": Lesson(
        """\
import asyncio

async def step():
    await asyncio.sleep(2)

async def main():
    for number in range(3):
        async with asyncio.timeout(3):
            await step()
    print("done")
""",
        "Three seconds were to be enough for the whole. Each step got three of its own, so the whole may take nine, "
        "and nobody notices.",
        "One `asyncio.timeout` around all of it, or one deadline from which each step takes what is left.",
    ),
    "M37": Lesson(
        """\
import asyncio

async def fail(error):
    await asyncio.sleep(1)
    raise error

async def main():
    jobs = fail(KeyError("a")), fail(OSError("disk full"))
    found = await asyncio.gather(*jobs, return_exceptions=True)
    group = ExceptionGroup("both", found)
    print("handled only", repr(group.exceptions[0]))
""",
        "Two things failed at once, and only the first leaf of the group was looked at. The full disk goes unnoticed.",
        "`except*` looks at every leaf and raises what you did not name; or walk the group with split().",
    ),
    "M39": Lesson(
        """\
import asyncio

async def work():
    try:
        await asyncio.sleep(5)
    finally:
        await asyncio.sleep(1)

async def main():
    await asyncio.wait([task := asyncio.create_task(work())], timeout=1)
    print("asked to stop:", task.cancel(), "has stopped:", task.done())
""",
        "cancel() only asks. The task hears of it at its next turn, and its tidying takes time too; nobody waits "
        "for it, so at the end it has not happened.",
        "After cancel(), await the task, and expect CancelledError.",
    ),
}
