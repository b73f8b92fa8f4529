"""Hidden checks of kata13."""

import asyncio

from grader.testing import (
    M00,
    M02,
    M05,
    M07,
    M08,
    M09,
    M12,
    M19,
    M23,
    M27,
    M39,
    M40,
    MANY,
    Job,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_cancelled,
    expect_quiet,
    fail,
    falsy,
    outcome,
    plain,
    raising,
    reordered,
    token,
)

NAMES = ("user", "orders", "weather", "render")


class Api:
    """A service that knows how long each call takes for each uid, and notes every call."""

    _crosses = frozenset(NAMES)

    def __init__(self, clock, lengths, *, cleanup=0, values=None, fails=None):
        self._clock, self._cleanup, self._fails = clock, cleanup, fails or {}
        self._lengths = {uid: dict(zip(NAMES, seconds, strict=True)) for uid, seconds in lengths.items()}
        self._values = {
            uid: dict(zip(NAMES, values or [token(f"{name}-{uid}") for name in NAMES], strict=True)) for uid in lengths
        }
        self._called, self._jobs = [], []

    def user(self, uid):
        return self._begin("user", (uid,), uid)

    def orders(self, user):
        return self._begin("orders", (user,), self._whose(user))

    def weather(self, uid):
        return self._begin("weather", (uid,), uid)

    def render(self, user, orders, weather):
        return self._begin("render", (user, orders, weather), self._whose(user))

    def _whose(self, user):
        known = [uid for uid, values in self._values.items() if type(user) is str and values["user"] == user]
        return known[0] if known else next(iter(self._lengths))

    def _begin(self, name, given, uid):
        self._called.append((name, given, self._clock.elapsed))
        error = self._fails.get((name, uid))
        value = self._values[uid][name]
        cleanup = self._cleanup.get(name, 0) if isinstance(self._cleanup, dict) else self._cleanup
        job = Job(self._lengths[uid][name], value, error=error, cleanup=cleanup, name=name)
        self._jobs.append(job)
        return job()

    def _runs(self):
        return any(len(job.ended) < len(job.started) for job in self._jobs)

    def _calls(self, name):
        return [given for called, given, _ in self._called if called == name]

    def _pages(self, uids):
        return [self._values[uid]["render"] for uid in uids]


def kinds(value):
    """A value with the names of its types: 0, False and 0.0 are equal, and not the same."""
    value = plain(value)
    inner = [kinds(part) for part in value] if isinstance(value, (list, tuple)) else []
    return (type(value).__name__, value, inner)


def must_leave(ended, error, what):
    """Fail unless this very exception left, alone or as the only one in a group."""
    alone = ended
    while alone is not error and isinstance(alone, BaseExceptionGroup) and len(alone.exceptions) == 1:
        alone = alone.exceptions[0]
    if alone is error:
        return
    if not isinstance(ended, BaseException):
        fail(M09.because(f"A call failed, and {what} came back as if nothing had happened"))
    with raising({BaseException: M23.because("A call failed with another exception: that very one has to leave.")}):
        raise ended


@check(points=1, needs="test_the_shortest_time", rules=(1, 2))
async def test_whatever_they_return(kata, clock):
    """Whatever the four return is handed on as it is, and each of them is called once for each page."""
    values = falsy()
    for place in range(len(values)):
        uid, mine = place, [values[(place + turn) % len(values)] for turn in range(4)]
        api = Api(clock, {uid: (0.5, 0.25, 1, 0)}, values=mine)

        missing = M27.because(
            "Among what the calls return are None, 0, an empty text and False: values like any other."
        )
        with raising({Exception: missing}):
            page = await kata.build_page(api, uid)

        for name in NAMES:
            if len(api._calls(name)) != 1:
                fail(M12.because(f"For one page {name} was called {len(api._calls(name))} times, and has to be once"))
        user, orders, weather, rendered = mine
        got = [api._calls("orders")[0], api._calls("render")[0]]
        as_it_is = M27.because("What a call returned was not handed on as it is: None, 0 and False are values too")
        expect(kinds(got), kinds([(user,), (user, orders, weather)]), tells=as_it_is)
        expect(kinds(page), kinds(rendered), tells=as_it_is)

    api = Api(clock, {"u": (0.5, 0.25, 1, 0)})
    for _ in range(2):
        expect(await kata.build_page(api, "u"), api._values["u"]["render"])
    for name in NAMES:
        if len(api._calls(name)) != 2:
            again = (
                f"For the same page built twice {name} was called {len(api._calls(name))} times, and has to be twice"
            )
            fail(M40.because(again))

    # While one call is under way, its service is the same object to the next one: nothing may be kept for it.
    api = Api(clock, {"u": (0.5, 0.25, 1, 0), "v": (30, 1, 1, 1)})
    work = asyncio.create_task(kata.build_pages(api, ["u", "v"]))
    await asyncio.sleep(5)
    expect(await kata.build_page(api, "u"), api._values["u"]["render"])
    expect(await work, api._pages("uv"))
    calls = [
        sum(given[0] == wanted for given in api._calls(name)) for name, wanted in (("weather", "u"), ("user", "u"))
    ]
    if calls != [2, 2]:
        fail(M40.because("A page was built again while others were under way, and not all of it was fetched again"))


@check(points=1, needs="test_the_shortest_time", rules=3)
async def test_however_long(kata, clock):
    """However long each of the four takes, each begins at its earliest moment."""
    for lengths in [
        (0.625, 2.375, 1.1875, 0.6875),
        (3600.5, 0.25, 86_400.0, 61.375),
        (61.375, 3600.0, 0.375, 0.125),
    ]:
        api, began = Api(clock, {"u": lengths}), clock.elapsed
        user, orders, weather, render = lengths

        patience = M27.because("No call raises this, and one of them takes long.")
        with raising({TimeoutError: patience, ExceptionGroup: patience}):
            await kata.build_page(api, "u")

        rendered = max(user + orders, weather)
        times = [(name, then - began) for name, _, then in api._called]
        wanted = [("user", 0.0), ("weather", 0.0), ("orders", user), ("render", rendered)]
        expect(sorted(times), sorted(wanted))
        expect(clock.elapsed - began, rendered + render)


@check(points=3, needs="test_the_shortest_time", rules=4)
async def test_many_pages(kata, clock):
    """All pages are built at the same time, each in its own time, and stand in the order of the uids."""
    lengths = {"a": (2, 2, 3, 1), "b": (1, 0.5, 1, 0.25), "c": (0.5, 3, 0.25, 0.125), "d": (0.25, 0.25, 4, 0.5)}
    uids = ["a", "b", "c", "d", "b"]
    api = Api(clock, lengths)

    pages = await kata.build_pages(api, uids)

    wanted = api._pages(uids)
    order = M07.because("These are the pages, and not in the order of the uids")
    expect(pages, wanted, tells=lambda got: order if reordered(got, wanted) else None)
    for name in NAMES:
        if len(api._calls(name)) != len(uids):
            fail(
                M00.because(f"{len(uids)} pages were asked for, one twice, and {name} was not called for each of them")
            )
    if any(then for name, _, then in api._called if name in ("user", "weather")):
        fail(M02.because("A page was begun only when something of another was done: pages do not need each other"))
    phase = M19.because("A page waited for something of another page: each has its own way through the four")
    times = sorted((name, then) for name, _, then in api._called if name in ("orders", "render"))
    alone = [(user, max(user + orders, weather)) for user, orders, weather, _ in (lengths[uid] for uid in uids)]
    expect(times, sorted([("orders", at) for at, _ in alone] + [("render", at) for _, at in alone]), tells=phase)
    clock.took(5.0)

    began, many = clock.elapsed, list(range(MANY // 2))
    api = Api(clock, {uid: (1, 0, 0, 0) for uid in many})
    expect(await kata.build_pages(api, many), api._pages(many))
    many_waits = M02.because(f"Of {len(many)} pages some had to wait until others were done")
    expect(clock.elapsed - began, 1.0, tells=many_waits)


@check(points=1, needs="test_many_pages", rules=4, raises={Exception: M27.because("There was no page to build.")})
async def test_no_page(kata, clock):
    """Without a uid the list is empty, at once, and nothing is called."""
    api = Api(clock, {"u": (1, 1, 1, 1)})

    expect(await kata.build_pages(api, []), [])

    expect(api._called, [])
    clock.took(0.0)


async def fails_well(api, work, error, clock, *, at, what):
    """Fail unless `error` left `work` when all that ran was cancelled and had ended, `at` seconds from now."""
    began = clock.elapsed
    ended = await outcome(work)
    took, called = clock.elapsed - began, len(api._called)

    must_leave(ended, error, what)
    if any(not job.ended for job in api._jobs if job.started):
        if all(job.ended or job.cancelled for job in api._jobs if job.started):
            fail(M39.because(f"A call failed, and its exception left {what} before all that was cancelled had ended"))
        fail(M08.because(f"A call failed, its exception left {what}, and other calls still ran"))
    late = M09.because(f"A call failed, and {what} noticed only later: it was waiting for something else")
    cancelled = {then - began for job in api._jobs for then in job.cancelled}
    expect(cancelled <= {at}, True, tells=late)
    # When it was over is a matter of the calls: whoever asks one twice to stop breaks off its tidying up.
    ends = [then for job in api._jobs if job.cancelled for then in job.ended]
    expect(began + took, max([began + at, *ends]), tells=late)
    await expect_quiet(what, api._jobs)
    if len(api._called) != called:
        fail(M08.because(f"A call failed, its exception left {what}, and something was called after that"))


@check(points=2, needs="test_the_shortest_time", rules=5)
async def test_a_call_fails(kata, clock):
    """Whichever of the four fails, its exception leaves when everything else was cancelled and has ended."""
    errors = [error for error in every_error() if isinstance(error, Exception)]
    cases = [
        ("user", (2, 2.5, 6, 1), 2.0),
        ("orders", (2, 2.5, 6, 1), 4.5),
        ("weather", (2, 2.5, 3, 1), 3.0),
        ("weather", (2, 2.5, 0.5, 1), 0.5),
        ("render", (2, 2.5, 3, 1), 5.5),
        ("orders", (0.5, 1, 2, 1), 1.5),
    ]
    for (name, lengths, at), error in zip(cases, errors, strict=True):
        api = Api(clock, {"u": lengths}, cleanup=0.25, fails={(name, "u"): error})
        await fails_well(api, kata.build_page(api, "u"), error, clock, at=at, what="build_page")


@check(points=1, needs="test_many_pages", rules=5)
async def test_a_page_fails(kata, clock):
    """When something of one page fails, everything of the other pages is cancelled too, and has ended."""
    for name, at in (("orders", 1.5), ("render", 2.0)):
        error = OSError(token())
        lengths = {"slow": (4, 1, 5, 1), "bad": (1, 0.5, 0.25, 0.5), "other": (1.25, 4, 3, 1)}
        api = Api(clock, lengths, cleanup=0.25, fails={(name, "bad"): error})
        await fails_well(api, kata.build_pages(api, list(lengths)), error, clock, at=at, what="build_pages")


@check(points=1, needs="test_the_shortest_time", rules=6)
async def test_cancelled_at_any_moment(kata, clock):
    """Whenever it is cancelled, CancelledError leaves, and everything that ran has ended."""

    def page():
        api = Api(clock, {"u": (2, 2, 3, 1)})
        return kata.build_page(api, "u"), api._jobs

    def pages():
        api = Api(clock, {"u": (2, 2, 3, 1), "v": (0.75, 0.5, 2, 0.25)})
        return kata.build_pages(api, ["u", "v"]), api._jobs

    for begin, what in ((page, "build_page"), (pages, "build_pages")):
        cuts = await cancellation_sweep(begin, [2, 3, 4, 5])
        if any(cut.left for cut in cuts):
            fail(M08.because(f"{what} was cancelled, and calls ran on"))
        expect_cancelled(cuts, what)

    api = Api(clock, {"u": (2, 2, 3, 1)}, cleanup=0.5)
    work = asyncio.create_task(kata.build_page(api, "u"))
    await asyncio.sleep(2.5)
    work.cancel()
    if not isinstance(await outcome(work), asyncio.CancelledError):
        fail(M05.because("build_page was cancelled, and CancelledError did not leave it"))
    if api._runs():
        fail(M39.because("build_page was cancelled, and CancelledError left before the calls had ended"))
    expect(clock.elapsed, max(then for job in api._jobs for then in job.ended))
    await expect_quiet("build_page", api._jobs)
    expect(len(api._called), 3)

    # Of what runs some stops at once and some takes long: the first to have ended is not the last.
    for cleanup in ({"user": 0.5, "weather": 3600.5}, {"user": 3600.5, "weather": 0.5}):
        for uids in ("u", "uv"):
            api = Api(clock, {"u": (2, 2, 3, 1), "v": (4, 2, 1, 1)}, cleanup=cleanup)
            what = "build_pages" if len(uids) > 1 else "build_page"
            work = asyncio.create_task(
                kata.build_pages(api, list(uids)) if len(uids) > 1 else kata.build_page(api, "u")
            )
            await asyncio.sleep(0.5)
            work.cancel()
            ended = await outcome(work)
            if api._runs():
                fail(M39.because(f"{what} was cancelled, and was over before all of its calls had ended"))
            if not isinstance(ended, asyncio.CancelledError):
                fail(M05.because(f"{what} was cancelled, and CancelledError did not leave it"))
            expect(len(api._called), 2 * len(uids))
