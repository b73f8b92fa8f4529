"""Visible checks of kata07: each program is run live and compared with the answer."""

import asyncio
import time

from grader.testing import M00, M02, M25, check, expect, plain

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
    with M00.because("ANSWERS has no list here yet: it is a dict with a list of pairs (second, line) for each program"):
        assert isinstance(answers, dict)
        assert isinstance(answers.get(key), (list, tuple))
        rows = plain(answers[key])
        assert rows
    with M00.because("Each entry is a pair: the second as a number, the line as a text"):
        for row in rows:
            assert type(row) in (list, tuple)
            assert [type(part) for part in row] in ([int, str], [float, str])
    return [(second, line) for second, line in rows]


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
    if [line for _, line in answer] == [line for _, line in truth]:
        slip = M00.because("The lines come in this order, but not at these seconds")
    elif sorted(line for _, line in answer) == sorted(line for _, line in truth):
        slip = M00.because("These are the lines, but they come in another order")
    else:
        slip = M00.because("The program prints other lines: compare them letter by letter, and count them")
    betrayed = (tell for asked, tell in thoughts if asked(Answer(answer)) and not asked(Answer(truth)))
    expect(answer, truth, tells=next(betrayed, slip))


@check(points=3)
def test_task_created(kata):
    """task_created: which line, at which second."""
    compare(
        kata,
        "task_created",
        [
            (
                lambda answer: answer.before("Number: 0", "Task created!"),
                M25.because("create_task does not run a single line of the task: main still has the word then"),
            ),
            (
                lambda answer: answer.at("Task completed", 2),
                M00.because("After the last number there is one pause more, and only then the task is done"),
            ),
        ],
    )


@check(points=3)
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
