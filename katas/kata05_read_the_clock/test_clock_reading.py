"""Visible checks of kata05: each program is run live and compared with the answer."""

import asyncio
import time
import warnings

from grader.testing import M00, M02, M25, M26, check, expect, plain

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


def compare(kata, key, beliefs):
    """Compare the answer with the live run; `beliefs` maps the pairs that betray a thought to what it is."""
    answer, truth = answered(kata, key), printed(key)
    if [line for _, line in answer] == [line for _, line in truth]:
        slip = M00.because("The lines come in this order, but not at these seconds")
    elif sorted(line for _, line in answer) == sorted(line for _, line in truth):
        slip = M00.because("These are the lines, but they come in another order")
    else:
        slip = M00.because("The program prints other lines: compare them letter by letter, and count them")
    betrayed = (tell for pair, tell in beliefs.items() if pair in answer and pair not in truth)
    expect(answer, truth, tells=next(betrayed, slip))


@check(points=1)
def test_greet(kata):
    """greet: which line, at which second."""
    together = M26.because("The line below an await comes after the pause, not together with the line above")
    compare(kata, "greet", {(0, "Goodbye, World!"): together})


@check(points=2)
def test_fetch_then_process(kata):
    """fetch_then_process: which line, at which second."""
    early = M25.because("process_data needs the data: nothing of it can run before fetch_data has come back")
    longest = M02.because("await, await is one after the other: 2 + 1, and not the longer of the two")
    compare(
        kata,
        "fetch_then_process",
        {(0, "Processing Data"): early, (1, "Data processed!"): longest, (2, "Data processed!"): longest},
    )
