"""Hidden checks of kata05: each program is run live and compared with the answer."""

import asyncio
import time
import warnings
from itertools import pairwise

from grader.testing import M00, M01, M02, M03, M25, M26, Tell, check, expect, fail, plain

PROGRAMS = {
    "a_then_b": """
async def my_coroutine(name, seconds):
    print(f"{name} started")
    await asyncio.sleep(seconds)
    print(f"{name} finished")
    return f"Result {name}"

async def main():
    first = my_coroutine("A", 2)
    second = my_coroutine("B", 1)
    result_a = await first
    result_b = await second
    print(result_a)
    print(result_b)
""",
    "fetch_then_compute": """
async def fetch_data(number):
    await asyncio.sleep(2)
    return f"Data {number}"

async def compute_result(number):
    await asyncio.sleep(1)
    print(f"Result: {number * 2}")

async def main():
    data = await fetch_data(1)
    await compute_result(5)
    print(f"Processed {data}")
""",
    "made_in_reverse": """
async def my_coroutine(name, seconds):
    print(f"{name} started")
    await asyncio.sleep(seconds)
    return f"Result {name}"

async def main():
    second = my_coroutine("B", 0.5)
    first = my_coroutine("A", 3)
    print(await first)
    print(await second)
""",
    "time_sleep": """
async def knead():
    print("Kneading")
    time.sleep(4)
    print("Kneaded")

async def main():
    await knead()
    await asyncio.sleep(0.25)
    print("In the oven")
""",
    "good_night": """
async def main():
    print("Good night!")
    asyncio.sleep(8)
    print("Good morning!")
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
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


def compare(kata, key, beliefs):
    """Compare the answer with the live run; `beliefs` maps the pairs that betray a thought to what it is."""
    answer, truth = answered(kata, key), printed(key)
    slip = M00.because(wrong_lines([line for _, line in answer], [line for _, line in truth]))
    betrayed = (tell for pair, tell in beliefs.items() if pair in answer and pair not in truth)
    told = seconds_betray(answer, truth) or next(betrayed, slip)
    expect(answer, truth, tells=lambda _: Tell(told.code, f"{key}: {told.sentence}"))


@check(points=3, rules=(1, 2, 3, 4))
def test_made_and_awaited(kata):
    """a_then_b and made_in_reverse: which line, at which second."""
    made = M25.because("making a coroutine does not start it: the order of the awaits counts")
    compare(
        kata,
        "a_then_b",
        {
            (0, "B started"): M25.because("`second = my_coroutine(...)` starts nothing; B starts when it is awaited"),
            (2, "B finished"): M02.because("await, await is one after the other: 2 + 1, and not the longer of the two"),
            (2, "Result A"): M00.because("both results are printed after both awaits: the lines stand below them"),
        },
    )
    compare(kata, "made_in_reverse", {(0, "B started"): made, (0.5, "Result B"): made, (3, "Result B"): made})


@check(points=4, rules=(1, 2, 3, 4))
def test_three_kinds_of_pause(kata):
    """fetch_then_compute, time_sleep and good_night: which line, at which second."""
    held = M26.because("await holds this coroutine at that line: compute_result comes after the data, not meanwhile")
    free = M03.because(
        "time.sleep takes its time as well, also inside a coroutine: the clock goes on while all stand still"
    )
    called = M01.because("that pause was only made, not taken: look at what stands in front of it")
    compare(kata, "fetch_then_compute", {(1, "Result: 10"): held, (0, "Result: 10"): held, (2, "Result: 10"): held})
    compare(kata, "time_sleep", {(0, "Kneaded"): free, (0.25, "In the oven"): free})
    compare(kata, "good_night", {(8, "Good morning!"): called})
