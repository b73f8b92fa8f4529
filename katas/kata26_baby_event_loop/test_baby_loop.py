"""Visible checks of kata26."""

from grader.testing import M00, M02, M07, M20, M21, M25, M30, check, expect, reordered, token


def turns(kata, seen, name, times, value=None):
    """A coroutine that notes its name and a number in each of so many turns."""

    async def takes():
        for number in range(times):
            seen.append(f"{name}{number}")
            await kata.switch()
        return value

    return takes()


def misplaced(wanted):
    """What a wrong order of turns betrays."""

    def told(seen):
        if not reordered(seen, wanted):
            missing = len(wanted) - len(seen)
            return M20.because(f"{missing} of {len(wanted)} turns are missing") if missing > 0 else None
        if seen == sorted(wanted):
            return M02.because("each ran to its end before the next began: who gives way goes to the back of the queue")
        return M21.because("all had their turns, and not in the order in which they stood in the queue")

    return told


@check(points=4, rules=(1, 2, 3))
def test_two_take_turns(kata, clock):
    """Two coroutines of three turns each: a0 b0 a1 b1 a2 b2."""
    seen = []

    kata.Loop().run(turns(kata, seen, "a", 3), turns(kata, seen, "b", 3))

    wanted = ["a0", "b0", "a1", "b1", "a2", "b2"]
    expect(seen, wanted, tells=misplaced(wanted))


@check(points=3, needs="test_two_take_turns", rules=(2, 3))
def test_results_in_order(kata, clock):
    """Four that need 3, 0, 1 and 2 turns: who is over leaves the queue, and run returns the results in order."""
    seen, values = [], [token("value") for _ in range(4)]
    work = [
        turns(kata, seen, name, times, value) for name, times, value in zip("abcd", (3, 0, 1, 2), values, strict=True)
    ]

    results = kata.Loop().run(*work)

    wanted = ["a0", "c0", "d0", "a1", "d1", "a2"]
    expect(seen, wanted, tells=misplaced(wanted))
    finished = M07.because(
        "the results are in the order in which the coroutines were over, not in that of the arguments"
    )
    lost = M30.because("the results are lost: what a coroutine returned is in StopIteration.value")
    expect(
        results,
        values,
        tells=lambda got: lost if got in (None, [None] * 4) else finished if reordered(got, values) else None,
    )


@check(points=2, needs="test_two_take_turns", rules=4)
def test_a_child(kata, clock):
    """A child that is spawned in a turn stands behind everybody in the queue, and in front of its parent."""
    seen, loop = [], kata.Loop()

    async def parent():
        seen.append("parent")
        loop.spawn(turns(kata, seen, "child", 2))
        seen.append("spawned")
        await kata.switch()
        seen.append("parent again")

    loop.run(parent(), turns(kata, seen, "other", 2))

    wanted = ["parent", "spawned", "other0", "child0", "parent again", "other1", "child1"]

    def told(got):
        if got[1:2] == ["child0"]:
            return M25.because("the child ran inside spawn(): it only gets in line there")
        if got[2:3] == ["child0"]:
            return M21.because("the child had its turn before one that stood in the queue already")
        if got[2:4] == ["other0", "parent again"]:
            return M21.because("the parent went on before its child began: it was in line first, in front of it")
        return M00.because("somebody is missing") if len(got) < len(wanted) else None

    expect(seen, wanted, tells=told)
