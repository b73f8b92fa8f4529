"""Hidden checks of kata00."""

import asyncio

from grader.testing import FRACTIONS, LONG, M00, M03, M14, M40, beside, check, expect, token, tokens

SHORT = 0.015625

# So many greetings cross to the student's side in one step.
CROWD = """
import asyncio

async def greet_all(greet, guests, pause):
    return await asyncio.gather(*(greet(guest, pause) for guest in guests))
"""


@check(points=2, needs="test_pauses_before_the_greeting", rules=3)
async def test_pauses_stop_nobody_else(kata, clock):
    """Greetings awaited at the same time are each ready after their own pause."""
    slow, quick = token("guest"), token("guest")
    ready, steps = {}, []

    async def walk():
        for _ in range(3):
            await asyncio.sleep(0.5)
            steps.append(clock.elapsed)

    async def greeted(name, pause):
        greeting = await kata.greet(name, pause)
        ready[name] = clock.elapsed
        return greeting

    walker = asyncio.create_task(walk())
    greetings = await asyncio.gather(greeted(slow, 3), greeted(quick, 2))
    await walker

    def betrayed(times):
        if steps != [0.5, 1.0, 1.5]:
            return M03.because("while one greeting paused nobody else could go on, neither the other guest nor anybody")
        if times in ([3.0, 5.0], [5.0, 2.0]):
            return M14.because(
                "5 = 3 + 2: the second greeting began only after the first, and yet nobody else was held up:"
                " something lets in one at a time"
            )
        return M00.because(f"greetings with pauses of 3 and 2 s were ready at {times[0]:.3g} and {times[1]:.3g} s")

    expect([ready[slow], ready[quick]], [3.0, 2.0], tells=betrayed)
    clock.took(3.0)
    expect(greetings, [f"Hello, {slow}!", f"Hello, {quick}!"], tells=mixed_up([slow, quick]))


def mixed_up(guests):
    """What wrong greetings betray of guests at the same time."""

    def look(greetings):
        if isinstance(greetings, list) and len(greetings) == len(guests):
            for guest, greeting in zip(guests, greetings, strict=True):
                if any(other in str(greeting) for other in guests if other != guest):
                    return M40.because(
                        "a guest was greeted with the name of another who came at the same time: the calls share"
                        " something"
                    )
        return M00.because("of guests who came at the same time, not each was greeted as one who comes alone")

    return look


@check(points=1, needs="test_pauses_stop_nobody_else", inside=True, rules=3)
async def test_however_many_guests(kata, clock):
    """Of 250 guests at the same time, each with a pause of 4 s, all are greeted at 4.0 s."""
    guests = tokens(prefix="guest")

    greetings = await beside(kata, CROWD).greet_all(kata.greet, guests, 4)

    clock.took(4.0, tells=lambda seconds: too_few_at_a_time(len(guests), seconds))
    expect(greetings, [f"Hello, {guest}!" for guest in guests], tells=mixed_up(guests))


def too_few_at_a_time(number, seconds):
    """What it betrays that a crowd with a pause of 4 s each took longer."""
    if seconds > 4:
        return M14.because(
            f"{number} guests came at the same time, each with a pause of 4 s, and the last was greeted at"
            f" {seconds:.3g} s: something lets in only so many at a time"
        )
    return None


async def timed(kata, clock, name, pause):
    """The greeting, and how long it took."""
    began = clock.elapsed
    greeting = await kata.greet(name, pause)
    return greeting, clock.elapsed - began


@check(
    points=2,
    needs="test_pauses_stop_nobody_else",
    rules=(2, 3),
    raises={TimeoutError: M00.because("A pause takes as long as was asked for, be it a day.")},
)
async def test_any_pause(kata, clock):
    """A pause of zero, of a fraction of a second, of an hour or of a day takes exactly as long."""
    for pause in (*FRACTIONS, SHORT, 0, *LONG):
        _, took = await timed(kata, clock, token("guest"), pause)
        wrong = wrong_pause(pause, took)
        expect(took, float(pause), tells=lambda _, wrong=wrong: wrong)

    began = clock.elapsed
    await asyncio.gather(*(kata.greet(token(), SHORT) for _ in range(3)))
    held = M03.because("of three short pauses at the same time, each held up the next one, however short it was")
    expect(clock.elapsed - began, SHORT, tells=lambda _: held)


def wrong_pause(pause, took):
    """What it betrays that a pause took another time."""
    if pause == 0:
        return M00.because("a pause of zero seconds took a while")
    if pause in LONG:
        return M00.because("a pause of an hour, or of a day, was over at another time")
    if took == int(took):
        return M00.because("a pause that was asked for with a fraction of a second took whole seconds")
    return M00.because("a pause with a fraction of a second did not take exactly as long as was asked for")


@check(points=1, needs="test_pauses_stop_nobody_else", rules=(1, 4))
async def test_any_name_any_number_of_times(kata, clock):
    """Any name stands in its greeting as it was given, and the same call again is a greeting again."""
    guest = token("mcGuest")
    odd = f"{guest}, {{name}} %s\\", f"{guest}\nO'Zoë", f"Zoe\u0308 {guest}"
    for name in ("", f"  {guest} ", guest.upper(), *odd, guest * 40):
        greeting = await kata.greet(name, 0)
        expect(greeting, f"Hello, {name}!", tells=lambda _, name=name: changed(name))

    first = await timed(kata, clock, guest, 1.25)
    again = await timed(kata, clock, guest, 1.25)
    together = await asyncio.gather(*(timed(kata, clock, guest, pause) for pause in (2.5, 1.25, 2.5)))

    pauses = [took for _, took in (first, again, *together)]
    expect(pauses, [1.25, 1.25, 2.5, 1.25, 2.5], tells=lambda _: remembered(pauses))

    early = asyncio.create_task(timed(kata, clock, guest, 2.5))
    await asyncio.sleep(1)
    late = await timed(kata, clock, guest, 2.5)
    joined = M40.because("the same guest came again while a greeting paused, and got no pause of their own")
    expect([(await early)[1], late[1]], [2.5, 2.5], tells=lambda _: joined)
    expect({greeting for greeting, _ in (first, again, *together)}, {f"Hello, {guest}!"})


def changed(name):
    """What it betrays that a name does not stand in its greeting."""
    if not name:
        return M00.because("the name was an empty text, and it stands in the greeting as it was given")
    return M00.because("the name stands in the greeting as it was given, with its spaces, capitals and signs")


def remembered(pauses):
    """What the times betray of the same call twice, and of three at the same time."""
    if pauses[:2] == [1.25, 0.0]:
        return M40.because("the same guest came again, and there was no pause: a call remembers the one before")
    return M40.because("the same guest came again, and the pause was not the one asked for: the calls share something")
