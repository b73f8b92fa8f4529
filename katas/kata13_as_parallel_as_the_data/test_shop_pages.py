"""Visible checks of kata13."""

from grader.testing import M00, M02, M12, M19, Diary, check, expect, fail, number, raising, token


class Api:
    """A service: each call takes its seconds and returns a value that nobody can know."""

    _crosses = frozenset({"user", "orders", "weather", "render"})

    def __init__(self, **seconds):
        self._diary, self._values = Diary(), {name: token(name) for name in seconds}
        for name, taken in seconds.items():
            setattr(self, name, self._diary.coroutine_function(name, taken, self._values[name]))

    def _began(self):
        """When each of the calls began, and with what."""
        return sorted(self._diary.began, key=lambda note: (note[2], note[0]))


def not_before_the_user(api, orders_at):
    """Fail where orders began before user had returned."""
    if any(name == "orders" and then < orders_at for name, _, then in api._diary.began):
        fail(M00.because("orders was begun before its user was there"))


def in_their_turn(api, uid, orders_at, render_at):
    """Fail unless each call began when it should, and with what it needs."""
    values = api._values
    for name in ("user", "orders", "weather", "render"):
        if len(api._diary.calls(name)) != 1:
            fail(M12.because(f"For one page {name} was called {len(api._diary.calls(name))} times, and has to be once"))
    wanted = [
        ("user", (uid,), 0.0),
        ("weather", (uid,), 0.0),
        ("orders", (values["user"],), orders_at),
        ("render", (values["user"], values["orders"], values["weather"]), render_at),
    ]
    other = M00.because("A call was begun with other values than it needs, or at another moment")
    expect(api._began(), sorted(wanted, key=lambda note: (note[2], note[0])), tells=other)


@check(points=3, rules=(1, 2, 3))
async def test_the_shortest_time(kata, clock):
    """With user 2 s, orders 2 s, weather 3 s and render 1 s, the page is there at 5.0 s."""
    api, uid = Api(user=2, orders=2, weather=3, render=1), number()

    page = await kata.build_page(api, uid)

    not_before_the_user(api, 2.0)
    clock.took(
        5.0,
        tells={
            8.0: M02.because("8.0 = 2 + 2 + 3 + 1, one after the other: the weather does not need the user"),
            6.0: M19.because("6.0: orders needs the user only, and began when the weather was there too"),
        },
    )
    expect(page, api._values["render"])
    in_their_turn(api, uid, 2.0, 4.0)


@check(points=2, needs="test_the_shortest_time", rules=3)
async def test_a_slow_user(kata, clock):
    """With user 4 s, orders 2 s, weather 1 s and render 1 s, the page is there at 7.0 s."""
    api, uid = Api(user=4, orders=2, weather=1, render=1), number()

    with raising({Exception: M00.because("Here the weather is there long before the user.")}):
        page = await kata.build_page(api, uid)

    not_before_the_user(api, 4.0)
    clock.took(7.0)
    expect(page, api._values["render"])
    in_their_turn(api, uid, 4.0, 6.0)
