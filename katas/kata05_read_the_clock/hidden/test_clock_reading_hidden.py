"""Hidden checks of kata05: each program is run live and compared with the answer."""

import asyncio
import time
import warnings

from grader.testing import M00, M01, M02, M03, M25, M26, check, expect, plain

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


@check(points=2)
def test_a_then_b(kata):
    """a_then_b: which line, at which second."""
    compare(
        kata,
        "a_then_b",
        {
            (0, "B started"): M25.because("`second = my_coroutine(...)` starts nothing; B starts when it is awaited"),
            (2, "B finished"): M02.because("await, await is one after the other: 2 + 1, and not the longer of the two"),
            (2, "Result A"): M00.because("Both results are printed after both awaits: the lines stand below them"),
        },
    )


@check(points=2)
def test_fetch_then_compute(kata):
    """fetch_then_compute: which line, at which second."""
    held = M26.because("await holds this coroutine at that line: compute_result comes after the data, not meanwhile")
    compare(kata, "fetch_then_compute", {(1, "Result: 10"): held, (0, "Result: 10"): held, (2, "Result: 10"): held})


@check(points=1)
def test_made_in_reverse(kata):
    """made_in_reverse: which line, at which second."""
    made = M25.because("Making a coroutine does not start it: the order of the awaits counts")
    compare(kata, "made_in_reverse", {(0, "B started"): made, (0.5, "Result B"): made, (3, "Result B"): made})


@check(points=1)
def test_time_sleep(kata):
    """time_sleep: which line, at which second."""
    free = M03.because(
        "time.sleep takes its time as well, also inside a coroutine: the clock goes on while all stand still"
    )
    compare(kata, "time_sleep", {(0, "Kneaded"): free, (0.25, "In the oven"): free})


@check(points=1)
def test_good_night(kata):
    """good_night: which line, at which second."""
    called = M01.because("That pause was only made, not taken: look at what stands in front of it")
    compare(kata, "good_night", {(8, "Good morning!"): called})
