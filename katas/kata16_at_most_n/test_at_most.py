"""Visible checks of kata16."""

from grader.testing import M02, M07, M18, M19, M24, Probe, check, expect, fail, reordered, token


def factories(probe, lengths, values):
    """For each length a function that makes a job which takes it."""
    return [
        lambda length=length, value=value: probe.job(value, length)
        for length, value in zip(lengths, values, strict=True)
    ]


def misplaced(values):
    """What the right results in another order betray, or nothing."""
    order = M07.because("These are the results, and not in the order of the factories")
    return lambda got: order if reordered(got, values) else None


@check(points=3, rules=(1, 2, 3))
async def test_three_at_a_time(kata, clock):
    """Ten jobs of 1 s, at most 3 at a time, are done at 4.0 s, and their results stand in order."""
    probe, values = Probe(), [token() for _ in range(10)]

    results = await kata.gather_limited(3, factories(probe, [1] * 10, values))

    if probe.most_at_once > 3:
        fail(M18.because(f"{probe.most_at_once} jobs ran at the same time, where 3 are allowed"))
    clock.took(4.0, tells={10.0: M02.because("10.0 = 10 x 1: one at a time, where 3 are allowed")})
    last = M24.because("Every result is that of the last job: the name of the loop was looked up when it had moved on")
    expect(results, values, tells=lambda got: last if got == [values[-1]] * 10 else misplaced(values)(got))


@check(points=3, needs="test_three_at_a_time", rules=(1, 2))
async def test_the_next_one_at_once(kata, clock):
    """Of jobs of 3, 1, 1.5, 1, 1 and 0.5 s, 2 at a time, each starts as soon as one has ended; all end at 4.0 s."""
    probe, values = Probe(), [token() for _ in range(6)]

    results = await kata.gather_limited(2, factories(probe, [3, 1, 1.5, 1, 1, 0.5], values))

    if [then for _, then in probe.started] == [0.0, 0.0, 3.0, 3.0, 4.5, 4.5]:
        fail(M19.because("The second job had ended at 1.0, and the third started at 3.0, when the first had ended too"))
    clock.took(4.0)
    expect(results, values, tells=misplaced(values))
    expect([then for _, then in probe.started], [0.0, 0.0, 1.0, 2.5, 3.0, 3.5])
    expect(probe.most_at_once, 2)
