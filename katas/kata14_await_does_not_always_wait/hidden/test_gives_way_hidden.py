"""Hidden checks of kata14: each program is run live and compared with the answer."""

import asyncio

from grader.testing import M00, M21, M25, M26, Tell, check, expect, fail, plain

PROGRAMS = {
    "already_done": """
async def bake():
    print("bread in")
    await asyncio.sleep(0.5)
    print("bread out")
    return "bread"

async def ring():
    print("bell")

async def main():
    bread = asyncio.create_task(bake())
    await asyncio.sleep(1.5)
    bell = asyncio.create_task(ring())
    print(await bread)
    print(await bread)
    print("main")
    await bell
    print("end")
""",
    "done_future": """
async def other():
    print("other")

async def main():
    loop = asyncio.get_running_loop()
    full, empty = loop.create_future(), loop.create_future()
    full.set_result("full")
    loop.call_later(0.5, empty.set_result, "filled")
    task = asyncio.create_task(other())
    print(await full)
    print("main")
    print(await empty)
    await task
    print("end")
""",
    "full_queue": """
async def other(queue):
    print("other")
    await asyncio.sleep(2)
    print("other puts")
    await queue.put("c")
    print("other has put")

async def main():
    queue = asyncio.Queue()
    await queue.put("a")
    await queue.put("b")
    task = asyncio.create_task(other(queue))
    for _ in range(3):
        print("got", await queue.get())
    await task
""",
    "free_lock": """
async def other(lock):
    print("other")
    async with lock:
        print("other inside")

async def main():
    lock = asyncio.Lock()
    task = asyncio.create_task(other(lock))
    for number in range(2):
        async with lock:
            print(f"inside {number}")
    print("between")
    async with lock:
        await asyncio.sleep(3)
        print("slept")
    print("outside")
    await task
""",
    "greedy_source": """
async def numbers():
    for number in range(3):
        yield number

async def other():
    print("other")

async def main():
    task = asyncio.create_task(other())
    async for number in numbers():
        print(number)
    print("main")
    await task
""",
    "ready_order": """
async def runner(name, pauses):
    for pause in pauses:
        print(name)
        await asyncio.sleep(pause)
    print(f"{name} home")

async def main():
    old = asyncio.create_task(runner("old", [1, 0]))
    young = asyncio.create_task(runner("young", [0, 0, 0]))
    await old
    await young
""",
    "child_first": """
async def child():
    print("child")
    return "grown up"

async def other():
    print("other")

async def main():
    task = asyncio.create_task(other())
    print(await child())
    made = asyncio.create_task(child())
    print("made")
    print(await made)
    await task
""",
}


def printed(key):
    """Run the program live and return the lines that it prints."""
    lines = []
    space = {"asyncio": asyncio, "print": lambda *words: lines.append(" ".join(map(str, words)))}
    exec(PROGRAMS[key], space)  # noqa: S102  it is the text of this file
    asyncio.run(space["main"]())
    return lines


def answered(kata, key):
    """Return the lines that the student answered for a program."""
    answers = getattr(kata, "ANSWERS", None)
    if not isinstance(answers, dict):
        fail(M00.because("There is no dict ANSWERS: it holds a list of lines for each program"))
    lines = answers.get(key)
    if not isinstance(lines, (list, tuple)):
        fail(M00.because(f"ANSWERS has no list for `{key}`: it holds a list of lines for each program"))
    if not lines:
        fail(M00.because(f"There is no answer for `{key}` yet: its list is empty"))
    lines = plain(lines)
    if any(not isinstance(line, str) for line in lines):
        fail(M00.because(f"`{key}`: each line is a text, also where a number is printed"))
    return list(lines)


def wrong_lines(lines, right):
    """Say what is wrong with these lines, where nothing better is known."""
    if sorted(lines) == sorted(right):
        return "these are the lines, but they come in another order"
    if [letters(line) for line in lines] == [letters(line) for line in right]:
        return "a line differs from the printed one in a capital, a space or a sign: it counts letter by letter"
    if len(lines) != len(right):
        return "the program prints more lines than these, or fewer: count them"
    return "the program prints other lines: compare them letter by letter"


def letters(line):
    """What is left of a line without its capitals, spaces and signs."""
    return "".join(letter for letter in line.casefold() if letter.isalnum())


def compare(kata, key, thoughts=()):
    """Compare the answer with the live run; a thought is two lines, and what the first above the second betrays."""
    answer, truth = answered(kata, key), printed(key)
    told = M00.because(wrong_lines(answer, truth))
    if sorted(answer) == sorted(truth):
        betrayed = (tell for first, second, tell in thoughts if answer.index(first) < answer.index(second))
        told = next(betrayed, told)
    expect(answer, truth, tells=lambda _: Tell(told.code, f"{key}: {told.sentence}"))


DONE = M26.because("what is done already answers at once: awaiting it is no pause")


@check(points=4, rules=(1, 2, 3))
def test_done_already(kata):
    """already_done and done_future: which lines, in which order."""
    compare(kata, "already_done", [("bell", "main", DONE)])
    compare(kata, "done_future", [("other", "full", DONE), ("other", "main", DONE)])


@check(points=4, rules=(1, 2, 3))
def test_queue_and_lock(kata):
    """full_queue and free_lock: which lines, in which order."""
    there = M26.because("a queue that holds something gives it at once: that await is no pause")
    woken = M21.because("put does not run whoever waits: that one gets ready, and has its turn when the other pauses")
    free = M26.because("a lock that is free is taken at once, and giving it back is no pause either")
    slept = M00.because("whoever sleeps with the lock keeps it, and the other one waits for it")
    handed = M21.because("giving the lock back does not run whoever waits for it: that one only gets ready")
    compare(
        kata,
        "full_queue",
        [("other", "got a", there), ("other", "got b", there), ("got c", "other has put", woken)],
    )
    compare(
        kata,
        "free_lock",
        [
            ("other", "inside 0", free),
            ("other", "between", free),
            ("other inside", "slept", slept),
            ("other inside", "outside", handed),
        ],
    )


@check(points=3, rules=(1, 2, 3))
def test_greedy_source(kata):
    """greedy_source: which lines, in which order."""
    greedy = M26.because("async for pauses only where its source does, and this source never waits")
    compare(kata, "greedy_source", [("other", "2", greedy), ("other", "main", greedy)])


@check(points=6, rules=(1, 2, 3))
def test_who_is_ready_first(kata):
    """ready_order and child_first: which lines, in which order."""
    answer = answered(kata, "ready_order")
    if answer[:3] == ["old", "young", "old"]:
        fail(M21.because("ready_order: it is not each in turn: old was not ready for a second, and young always was"))
    compare(
        kata,
        "ready_order",
        [("old home", "young home", M21.because("the queue is in the order of getting ready, not of age"))],
    )
    inside = M26.because(
        "awaiting a coroutine steps into it right there, and awaiting a task lets the queue have its turn"
    )
    after = M21.because("the task of other was ready first, and awaiting a task does not let that task go ahead")
    if answered(kata, "child_first")[3:] == ["child", "grown up", "other"]:
        fail(Tell(after.code, f"child_first: {after.sentence}"))
    compare(kata, "child_first", [("other", "child", inside), ("other", "made", inside)])
