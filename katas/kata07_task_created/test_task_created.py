"""Visible checks of kata07: each program is run live and compared with the answer."""

import asyncio
import time
from itertools import pairwise

from grader.testing import M00, M02, M25, Tell, check, expect, fail, plain

PROGRAMS = {
    "task_created": """
async def print_numbers():
    for number in range(3):
        print(f"Number: {number}")
        await asyncio.sleep(1)

async def main():
    task = asyncio.create_task(print_numbers())
    print("Task created!")
    await task
    print("Task completed")
""",
    "hello_world": """
async def f():
    print("hello")
    await asyncio.sleep(2)
    print("f is over")

async def g():
    print("world")
    await asyncio.sleep(0.5)
    print("g is over")

async def main():
    first = asyncio.create_task(f())
    second = asyncio.create_task(g())
    await asyncio.sleep(1)
    print("main goes on")
    await first
    await second
    print("main is over")
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


@check(points=3, rules=(1, 2, 3, 4))
def test_task_created(kata):
    """task_created: which line, at which second."""
    compare(
        kata,
        "task_created",
        [
            (
                lambda answer: answer.before("Number: 0", "Task created!"),
                M25.because("create_task does not run a single line of the task: main still runs then"),
            ),
            (
                lambda answer: answer.at("Task completed", 2),
                M00.because("After the last number there is one pause more, and only then the task is done"),
            ),
        ],
    )


@check(points=3, rules=(1, 2, 3, 4))
def test_hello_world(kata):
    """hello_world: which line, at which second."""
    compare(
        kata,
        "hello_world",
        [
            (
                lambda answer: answer.before("main goes on", "hello"),
                M25.because("A task does not wait to be awaited: as soon as main pauses, for any reason, it can start"),
            ),
            (
                lambda answer: answer.at("hello", 0) and answer.has("world") and not answer.at("world", 0),
                M02.because("There are two tasks and main pauses: both of them run meanwhile, not only the first"),
            ),
            (
                lambda answer: answer.before("f is over", "g is over"),
                M02.because("g has been at its own pause all the time; it is over when that is over, not when f is"),
            ),
        ],
    )
