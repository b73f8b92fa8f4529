"""Visible checks of kata14: each program is run live and compared with the answer."""

import asyncio

from grader.testing import M00, M25, M26, Tell, check, expect, fail, plain

PROGRAMS = {
    "never_pauses": """
async def note(word):
    print(word)

async def other():
    print("other")

async def main():
    task = asyncio.create_task(other())
    await note("one")
    await note("two")
    await note("three")
    print("main")
    await task
""",
    "sleep_zero": """
async def note(word):
    print(word)
    await asyncio.sleep(0)

async def other():
    for number in range(3):
        print(f"other {number}")
        await asyncio.sleep(0)

async def main():
    task = asyncio.create_task(other())
    await note("one")
    await note("two")
    print("main")
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


@check(points=4, rules=(1, 2, 3))
def test_never_pauses(kata):
    """never_pauses: which lines, in which order."""
    compare(
        kata,
        "never_pauses",
        [
            ("other", "one", M25.because("create_task does not run a single line of the task: main still runs then")),
            (
                "other",
                "main",
                M26.because("note awaits nothing, so `await note(...)` does not pause, and nobody else runs"),
            ),
        ],
    )


@check(points=4, rules=(1, 2, 3))
def test_sleep_zero(kata):
    """sleep_zero: which lines, in which order."""
    compare(
        kata,
        "sleep_zero",
        [
            ("other 0", "one", M25.because("create_task does not run a single line of the task: main still runs then")),
            (
                "two",
                "other 0",
                M00.because("sleep(0) is a pause of no length, and not none: whoever is ready has a turn"),
            ),
            ("other 1", "two", M00.because("sleep(0) gives one turn to each who is ready, and main was ready again")),
        ],
    )
