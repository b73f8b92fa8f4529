"""Hidden checks of kata07: each program is run live and compared with the answer."""

import asyncio
import time
from itertools import pairwise

from grader.testing import M00, M02, M03, M04, M13, M16, M25, M26, Tell, check, expect, fail, plain

PROGRAMS = {
    "await_at_once": """
async def bake(what, hours):
    print(f"{what} in")
    await asyncio.sleep(hours)
    print(f"{what} out")

async def main():
    await asyncio.create_task(bake("Bread", 3))
    await asyncio.create_task(bake("Cake", 1.5))
    print("Shop open")
""",
    "both_first": """
async def bake(what, hours):
    print(f"{what} in")
    await asyncio.sleep(hours)
    print(f"{what} out")

async def main():
    first = asyncio.create_task(bake("Bread", 3))
    second = asyncio.create_task(bake("Cake", 1.5))
    await first
    await second
    print("Shop open")
""",
    "blocked_main": """
async def print_numbers():
    for number in range(3):
        print(f"Number: {number}")
        await asyncio.sleep(1)

async def main():
    task = asyncio.create_task(print_numbers())
    time.sleep(0.25)
    print("Still main")
    await task
    print("Task completed")
""",
    "nobody_waits": """
async def count():
    try:
        for number in range(3):
            print(f"Number: {number}")
            await asyncio.sleep(1)
    finally:
        print("Counter stopped")

async def main():
    task = asyncio.create_task(count())
    print("Task created!")
""",
    "leaves_early": """
async def count():
    try:
        for number in range(3):
            print(f"Number: {number}")
            await asyncio.sleep(1)
    finally:
        print("Counter stopped")

async def main():
    task = asyncio.create_task(count())
    await asyncio.sleep(1.5)
    print("Main is over")
""",
    "coroutine_or_task": """
async def say(word, seconds):
    print(f"{word} started")
    await asyncio.sleep(seconds)
    print(f"{word} finished")

async def main():
    coroutine = say("Coroutine", 1)
    task = asyncio.create_task(say("Task", 2))
    print("Both made")
    await coroutine
    print("Back in main")
    await task
""",
}


def printed(key):
    """Run the program live and give the pairs (second, line) that it prints."""
    pairs = []
    begin = None

    def note(*words):
        pairs.append((asyncio.get_running_loop().time() - begin, " ".join(map(str, words))))

    async def timed():
        nonlocal begin
        begin = asyncio.get_running_loop().time()
        await space["main"]()

    space = {"asyncio": asyncio, "time": time, "print": note}
    exec(PROGRAMS[key], space)  # noqa: S102  it is the text of this file
    asyncio.run(timed())
    return pairs


def answered(kata, key):
    """What the student answered for a program, as pairs (second, line)."""
    answers = getattr(kata, "ANSWERS", None)
    if not isinstance(answers, dict):
        fail(M00.because("There is no dict ANSWERS: it holds a list of pairs (second, line) for each program"))
    rows = answers.get(key)
    if not isinstance(rows, (list, tuple)):
        fail(M00.because(f"ANSWERS has no list for `{key}`: it holds a list of pairs (second, line) for each program"))
    if not rows:
        fail(M00.because(f"There is no answer for `{key}` yet: its list is empty"))
    rows = plain(rows)
    for row in rows:
        if not isinstance(row, (list, tuple)) or [type(part) for part in row] not in ([int, str], [float, str]):
            fail(M00.because(f"`{key}`: each entry is a pair, the second as a number and the line as a text"))
    return [(second, line) for second, line in rows]


def seconds_betray(answer, truth):
    """What the seconds of an answer betray that are not right, or None."""
    seconds, right = [second for second, _ in answer], [second for second, _ in truth]
    if seconds == right:
        return None
    whole = any(second and not second % 1 for second in right)
    if whole and seconds == [second // 1 for second in right]:
        return M00.because("a second may be a fraction: yours are cut off")
    backwards = any(after < before for before, after in pairwise(seconds))
    if [sum(seconds[: place + 1]) for place in range(len(seconds))] == right:
        how = "your seconds go backwards" if backwards else "these are the seconds since the line above"
        return M00.because(f"{how}: they count from the start of main, and not from the line above")
    if backwards:
        return M00.because(
            "your seconds go backwards: they count from the start of main, and lines stand in the order of printing"
        )
    return None


def wrong_lines(lines, right):
    """What is wrong with an answer whose lines are these, in words."""
    if lines == right:
        return "the lines come in this order, but not at these seconds"
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


class Answer:
    """An answer, and questions about it that never fail, whatever was answered."""

    def __init__(self, rows):
        self._rows = rows

    def has(self, line):
        """Whether the line is there at all."""
        return any(line == other for _, other in self._rows)

    def before(self, line, other):
        """Whether both lines are there, the first one above the other."""
        lines = [line for _, line in self._rows]
        return line in lines and other in lines and lines.index(line) < lines.index(other)

    def at(self, line, second):
        """Whether the line is there at this second."""
        return (second, line) in self._rows


def compare(kata, key, thoughts):
    """Compare the answer with the live run; `thoughts` are pairs of a question to the answer and what a yes betrays."""
    answer, truth = answered(kata, key), printed(key)
    slip = M00.because(wrong_lines([line for _, line in answer], [line for _, line in truth]))
    betrayed = (tell for asked, tell in thoughts if asked(Answer(answer)) and not asked(Answer(truth)))
    told = seconds_betray(answer, truth) or next(betrayed, slip)
    expect(answer, truth, tells=lambda _: Tell(told.code, f"{key}: {told.sentence}"))


@check(points=2, rules=(1, 2, 3, 4))
def test_await_at_once(kata):
    """await_at_once: which line, at which second."""
    compare(
        kata,
        "await_at_once",
        [
            (
                lambda answer: answer.at("Cake in", 0),
                M13.because("`await create_task(...)` is a plain await in a costume: there is only one task"),
            ),
        ],
    )


@check(points=1, rules=(1, 2, 3, 4))
def test_both_first(kata):
    """both_first: which line, at which second."""
    compare(
        kata,
        "both_first",
        [
            (
                lambda answer: answer.before("Bread out", "Cake in"),
                M02.because("One after the other? Both tasks had been made when main paused for the first time"),
            ),
            (
                lambda answer: answer.before("Bread out", "Cake out"),
                M02.because("The cake does not stay in because main is waiting for the bread"),
            ),
        ],
    )


@check(points=2, rules=(1, 2, 3, 4))
def test_blocked_main(kata):
    """blocked_main: which line, at which second."""
    compare(
        kata,
        "blocked_main",
        [
            (
                lambda answer: answer.before("Number: 0", "Still main"),
                M03.because("time.sleep is no pause for others to run in: it stops the loop, and nobody else moves"),
            ),
            (
                lambda answer: answer.at("Still main", 0),
                M03.because("time.sleep takes its time as well: the clock goes on while everybody stands still"),
            ),
            (
                lambda answer: answer.at("Number: 1", 1),
                M03.because("The task counts its seconds from its own start, and something had held that up"),
            ),
        ],
    )


@check(points=2, rules=(1, 2, 3, 4))
def test_nobody_waits(kata):
    """nobody_waits: which line, at which second."""
    compare(
        kata,
        "nobody_waits",
        [
            (
                lambda answer: answer.has("Number: 1"),
                M04.because("Nobody waits for this task: when main is over, run() does not stay for it"),
            ),
            (
                lambda answer: not answer.has("Number: 0"),
                M25.because("The task was ready to start when main ended: you gave it not even its first step"),
            ),
            (
                lambda answer: not answer.has("Counter stopped"),
                M16.because("A task that is cancelled is not wiped away: it still leaves through its finally"),
            ),
        ],
    )


@check(points=1, rules=(1, 2, 3, 4))
def test_leaves_early(kata):
    """leaves_early: which line, at which second."""
    compare(
        kata,
        "leaves_early",
        [
            (
                lambda answer: answer.has("Number: 2"),
                M04.because("Nobody waits for this task: when main is over, run() does not stay for it"),
            ),
            (
                lambda answer: not answer.has("Counter stopped"),
                M16.because("A task that is cancelled is not wiped away: it still leaves through its finally"),
            ),
            (
                lambda answer: answer.at("Counter stopped", 2),
                M04.because("A cancelled task does not finish its pause first: it is torn out of it"),
            ),
        ],
    )


@check(points=1, rules=(1, 2, 3, 4))
def test_coroutine_or_task(kata):
    """coroutine_or_task: which line, at which second."""
    compare(
        kata,
        "coroutine_or_task",
        [
            (
                lambda answer: answer.before("Task started", "Both made"),
                M25.because("create_task does not run a single line of the task: main still runs then"),
            ),
            (
                lambda answer: answer.before("Task started", "Coroutine started"),
                M26.because("Awaiting a coroutine steps into it right there: others come only where it really pauses"),
            ),
            (
                lambda answer: answer.before("Coroutine finished", "Task started"),
                M02.because("While the coroutine pauses, main pauses with it, and the task gets its turn"),
            ),
        ],
    )
