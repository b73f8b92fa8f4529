"""Visible checks of kata92."""

import asyncio

from grader.testing import M00, M26, check, expect, plain

PROGRAMS = {
    "first": """
async def main():
    print("first")
    await asyncio.sleep(1)
    print("first, later")
""",
    "second": """
async def main():
    print("second")
    await asyncio.sleep(1)
    print("second, later")
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

    space = {"asyncio": asyncio, "print": note}
    exec(PROGRAMS[key], space)
    asyncio.run(timed())
    return pairs


def answered(kata, key):
    """What the student answered for a program, as pairs (second, line)."""
    with M00.because("ANSWERS has no list here yet: it holds one of pairs (second, line) for each program"):
        rows = plain(kata.ANSWERS[key])
        assert type(rows) in (list, tuple) and rows
    with M00.because("each entry is a pair: the second as a number, the line as a text"):
        assert all(type(row) in (list, tuple) and [type(part) for part in row][1:] == [str] for row in rows)
    return [tuple(row) for row in rows]


@check(points=2, rules=1)
def test_first(kata):
    """first: which line, at which second."""
    together = M26.because("the line below an await comes after the pause, not together with the line above")

    expect(answered(kata, "first"), printed("first"), tells=together)


@check(points=2, rules=1)
def test_second(kata):
    """second: which line, at which second."""
    together = M26.because("the line below an await comes after the pause, not together with the line above")

    expect(answered(kata, "second"), printed("second"), tells=together)
