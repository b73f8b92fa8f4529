"""datetime.now() and what is like it, on the virtual clock.

The classes of the module datetime are written in C and cannot be changed. While this context is active, subclasses
stand in for two of them, and are told apart from them nowhere: by isinstance() and issubclass(), in pickles, in repr().
"""

from __future__ import annotations

import copyreg
import time
from typing import Any, ClassVar, Self


class Dates:
    """Has the module datetime ask `time.time()` for the time, while the context is active; imports that module."""

    def __init__(self) -> None:
        self._reals: dict[str, type] = {}

    def __enter__(self) -> Self:
        import datetime

        self._reals = {name: getattr(datetime, name) for name in ("date", "datetime")}
        for stand_in in _stand_ins(datetime):
            setattr(datetime, stand_in.__name__, stand_in)
            # An instance that C code makes is one of the real class, which a pickle would not find.
            copyreg.pickle(stand_in.real, _as_an_instance_of(stand_in))
        return self

    def __exit__(self, *_: object) -> None:
        import datetime

        for name, real in self._reals.items():
            setattr(datetime, name, real)
            copyreg.dispatch_table.pop(real, None)


class StandIn(type):
    """The type of a class that is taken for its base, which is `real`."""

    real: type

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.real) if "real" in vars(cls) else type.__instancecheck__(cls, instance)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.real) if "real" in vars(cls) else type.__subclasscheck__(cls, other)


def _stand_ins(module: Any) -> tuple[StandIn, StandIn]:
    utc = module.timezone.utc

    class date(module.date, metaclass=StandIn):  # type: ignore[misc]
        __doc__ = module.date.__doc__
        real: ClassVar[type] = module.date

        @classmethod
        def today(cls) -> Any:
            """Return the current date."""
            return cls.fromtimestamp(time.time())

        def __repr__(self) -> str:
            return _shown(self, date, super().__repr__())

    class datetime(module.datetime, metaclass=StandIn):  # type: ignore[misc]
        __doc__ = module.datetime.__doc__
        real: ClassVar[type] = module.datetime

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            """Return the current date and time, in the time zone `tz` or in local time."""
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def today(cls) -> Any:
            """Return the current date and time, in local time."""
            return cls.fromtimestamp(time.time())

        @classmethod
        def utcnow(cls) -> Any:
            """Return the current date and time in UTC, without a time zone."""
            return cls.fromtimestamp(time.time(), utc).replace(tzinfo=None)

        def date(self) -> Any:
            """Return the date alone."""
            return date(self.year, self.month, self.day)

        def __repr__(self) -> str:
            return _shown(self, datetime, super().__repr__())

    for one in (date, datetime):
        one.__module__, one.__qualname__ = module.__name__, one.__name__
    return date, datetime


def _shown(instance: object, stand_in: type, shown: str) -> str:
    """As the real class is shown, with its module; a subclass of a program's own has none."""
    return f"datetime.{shown}" if type(instance) is stand_in else shown


def _as_an_instance_of(stand_in: type) -> Any:
    return lambda instance: (stand_in, *instance.__reduce__()[1:])
