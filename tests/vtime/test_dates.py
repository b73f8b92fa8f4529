"""The module datetime on the virtual clock: what it tells, and that its classes cannot be told from the real ones."""

from __future__ import annotations

import copy
import copyreg
import datetime
import functools
import pickle
import time
import zoneinfo
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.vtime import Clock, Dates, virtual

REAL_DATETIME, REAL_DATE = datetime.datetime, datetime.date
UTC = datetime.UTC
DAY = datetime.timedelta(days=1)


@pytest.fixture
def dates(clock: Clock) -> Iterator[None]:
    with virtual(clock), Dates():
        yield


@pytest.mark.usefixtures("dates")
@pytest.mark.parametrize(
    "read",
    [
        lambda: datetime.datetime.now(),
        lambda: datetime.datetime.now(UTC),
        lambda: datetime.datetime.utcnow(),
        lambda: datetime.datetime.today(),
        lambda: datetime.date.today(),
    ],
)
def test_the_date_follows_the_clock(read: Callable[[], Any]) -> None:
    """A day of sleep is a day later."""
    before = read()
    time.sleep(86_400)

    assert read() - before == DAY


@pytest.mark.usefixtures("dates")
def test_all_that_tells_the_time_tells_the_same() -> None:
    """The functions of `time` without a moment of their own, and datetime, agree to the microsecond."""
    time.sleep(0.25)
    now = datetime.datetime.now(UTC)

    assert now.timestamp() == time.time()
    assert time.time_ns() == int(time.time() * 4) * 250_000_000
    assert now.utctimetuple()[:6] == time.gmtime()[:6]
    assert time.localtime() == time.localtime(time.time())
    assert time.ctime() == time.asctime() == time.strftime("%a %b %e %H:%M:%S %Y")
    assert time.gmtime(0)[:3] == (1970, 1, 1)


def test_a_function_of_time_in_a_class_is_no_method(clock: Clock) -> None:
    """As with those of C: `class Watch: read = time.monotonic` reads the clock."""
    with virtual(clock):

        class Watch:
            read, broken_down = time.monotonic, time.localtime

        assert Watch().read() == time.monotonic()
        assert Watch().broken_down() == time.localtime()


MADE: dict[str, Callable[[Any, Any], Any]] = {
    "now": lambda dt, _: dt.now(),
    "a sum": lambda dt, _: dt.now() + DAY,
    "a difference": lambda dt, _: dt.now() - DAY,
    "its date": lambda dt, _: dt.now().date(),
    "a date later": lambda _, d: d.today() + DAY,
    "replaced": lambda dt, _: dt.now().replace(hour=1),
    "in another zone": lambda dt, _: dt.now(UTC).astimezone(datetime.timezone(DAY / 4)),
    "in a named zone": lambda dt, _: dt.now(zoneinfo.ZoneInfo("UTC")),
    "read": lambda dt, _: dt.fromisoformat("2024-02-03T04:05:06"),
    "parsed": lambda dt, _: dt.strptime("2024", "%Y"),
    "combined": lambda dt, d: dt.combine(d.today(), dt.now().time()),
    "of C code": lambda *_: REAL_DATETIME(2024, 2, 3),
    "a date of C code": lambda *_: REAL_DATE(2024, 2, 3),
}


@pytest.mark.usefixtures("dates")
@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_what_is_made_is_an_instance_like_any_other(make: Callable[[Any, Any], Any]) -> None:
    """Its class, its text, its copies and its pickle are those of a date that knows nothing of all this."""
    one = make(datetime.datetime, datetime.date)

    assert isinstance(one, datetime.date)
    assert isinstance(one, datetime.datetime) == isinstance(one, REAL_DATETIME)
    assert (one == copy.copy(one) == copy.deepcopy(one)) and hash(one) == hash(copy.copy(one))
    assert pickle.loads(pickle.dumps(one)) == one
    assert type(pickle.loads(pickle.dumps(one))) in (datetime.date, datetime.datetime)
    assert repr(one).startswith(("datetime.date(", "datetime.datetime("))
    assert one == eval(repr(one), {"datetime": datetime, "zoneinfo": zoneinfo})


@pytest.mark.usefixtures("dates")
def test_classes_are_what_they_would_be() -> None:
    """Real and stand-in are one class for isinstance and issubclass; a program's own subclass is its own."""

    class Birthday(datetime.datetime):
        """A day of one's own."""

    @functools.singledispatch
    def kind(value: object) -> str:
        return "?"

    kind.register(datetime.date, lambda value: "date")
    kind.register(datetime.datetime, lambda value: "datetime")

    assert isinstance(REAL_DATETIME(2024, 1, 1), datetime.datetime)
    assert issubclass(datetime.datetime, datetime.date) and not issubclass(datetime.date, datetime.datetime)
    assert issubclass(Birthday, datetime.datetime) and not isinstance(datetime.datetime.now(), Birthday)
    assert type(Birthday.now() + DAY) is Birthday and repr(Birthday(2024, 1, 1)) == "Birthday(2024, 1, 1, 0, 0)"
    assert repr(datetime.datetime) == "<class 'datetime.datetime'>"
    assert [kind(datetime.datetime.now()), kind(datetime.date.today()), kind(REAL_DATETIME(1, 1, 1))] == [
        "datetime",
        "date",
        "datetime",
    ]


def test_afterwards_all_is_as_before(clock: Clock) -> None:
    """The module has its own classes again, and pickling knows nothing of ours."""
    with virtual(clock), Dates():
        made = datetime.datetime.now()

    assert (datetime.datetime, datetime.date) == (REAL_DATETIME, REAL_DATE)
    assert not {REAL_DATETIME, REAL_DATE} & copyreg.dispatch_table.keys()
    assert isinstance(made, REAL_DATETIME) and made == REAL_DATETIME(*made.timetuple()[:6])
