"""Visible checks of kata05: each program is run live and compared with the answer."""

import asyncio
import time
import warnings
from itertools import pairwise

from grader.testing import M00, M02, M25, M26, Tell, check, expect, fail, plain

PROGRAMS = {
    "greet": """
async def greet(name):
    print(f"Hello, {name}!")
    await asyncio.sleep(1)
    print(f"Goodbye, {name}!")

async def main():
    await greet("World")
""",
    "fetch_then_process": """
async def fetch_data():
    print("Fetching data")
    await asyncio.sleep(2)
    print("Data fetched!")
    return "Data"

async def process_data(data):
    print(f"Processing {data}")
    await asyncio.sleep(1)
    print(f"{data} processed!")

async def main():
    data = await fetch_data()
    await process_data(data)
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
def test_greet_and_process(kata):
    """greet and fetch_then_process: which line, at which second."""
    together = M26.because("the line below an await comes after the pause, not together with the line above")
    early = M25.because("process_data needs the data: nothing of it can run before fetch_data has come back")
    after = M02.because("await, await is one after the other: 2 + 1, and not the longer of the two")
    compare(kata, "greet", {(0, "Goodbye, World!"): together})
    compare(kata, "fetch_then_process", {(0, "Processing Data"): early, (2, "Data processed!"): after})
