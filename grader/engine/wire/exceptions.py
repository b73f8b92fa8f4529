"""Exceptions cross as data, and stay the same object on each side."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.cleaning import clean
from grader.engine.wire.channel import Gone, Loss
from grader.engine.wire.crossing import MayNotCross, is_of_check, lists_names, place, with_attributes
from grader.engine.wire.deadlocks import MOST_WAITS, read_wait, told_of
from grader.engine.wire.objects import STUDENTS, RemoteExit, RemoteGeneratorExit
from grader.engine.wire.protocol import ErrorFrame
from grader.engine.wire.weights import Weights
from grader.vtime import BusyWait, Deadlock, Livelock, NoInput, TimeLimit

if TYPE_CHECKING:
    from grader.engine.wire.peer import Peer

Encoded = list[Any]
_LETHAL = (KeyboardInterrupt, SystemExit, GeneratorExit)


def _known() -> dict[str, type[BaseException]]:
    found = {}
    for namespace in (vars(asyncio), vars(builtins)):
        for value in namespace.values():
            if isinstance(value, type) and issubclass(value, BaseException):
                found[value.__name__] = value
    return found


_OF_THE_CLOCK = (BusyWait, Deadlock, Livelock, TimeLimit)
KNOWN = _known() | {cls.__name__: cls for cls in (*_OF_THE_CLOCK, NoInput)}
# Their C code trusts their numbers: `str()` of one with a wrong `start` reads past its `object`.
_FRAGILE = (UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError)
_MOST_CLASSES = 300
_MOST_ANCESTORS = 40
_LONGEST_CHAIN = 100
_NAME_OF = {cls: name for name, cls in KNOWN.items()}
# What asyncio sets on its own.
_OF_ASYNCIO: dict[type, frozenset[str]] = {
    asyncio.IncompleteReadError: frozenset({"partial", "expected"}),
    asyncio.LimitOverrunError: frozenset({"consumed"}),
}
# An exception of which only that it is one may be known.
_NOTHING_BUT_A_FAILURE = ErrorFrame("x", False, 0, cls="AssertionError", args=["t", []], attributes={})


class Exceptions:
    """Both directions for one check: class, arguments, notes, public attributes, cause, context and group members.

    An exception that was seen before is only named, so `is` holds when it comes home. Builtin exceptions cannot be
    referenced weakly, so all are kept until the check ends.
    """

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._seen: dict[int, BaseException] = {}
        self._home_of: dict[int, int] = {}
        self._classes: dict[int, type[BaseException]] = {}
        self._class_home: dict[type[BaseException], int] = {}
        self._lines: dict[int, int] = {}
        self._left: dict[int, BaseException] = {}
        self._under_way: set[int] = set()
        self.weights = Weights()

    # -- out

    def encode(self, error: BaseException, depth: int = 0, *, passes: bool = True) -> Encoded | None:
        """Return an ErrorFrame as it crosses, or None where a chain of them goes too deep.

        `passes` says that the error itself is handed over, and not only what came before it.
        """
        if depth > 6:
            return None
        if id(error) in self._under_way:
            return self._in_itself(error)
        self._under_way.add(id(error))
        try:
            return self._whole(error, depth, passes=passes)
        finally:
            self._under_way.discard(id(error))

    def _in_itself(self, error: BaseException) -> Encoded | None:
        """Return an exception that is among its own arguments, or those of what came before it: only named, or left
        out.
        """
        if not self.is_at_home_there(error):
            return None
        return list(ErrorFrame("x", True, self._home_of[id(error)], suppress=error.__suppress_context__))

    def _whole(self, error: BaseException, depth: int, *, passes: bool) -> Encoded:
        number = self._home_of.get(id(error))
        home = self.is_at_home_there(error)
        if not home and self._peer.is_failure(error):
            if passes:
                self._peer.passes(error)
            return list(_NOTHING_BUT_A_FAILURE._replace(number=self._peer.references.give(error)))
        notes = [note[:500] for note in getattr(error, "__notes__", ()) if type(note) is str][:20]
        cause = error.__cause__ and self.encode(error.__cause__, depth + 1, passes=False)
        context = error.__context__ and self.encode(error.__context__, depth + 3, passes=False)
        members = None
        # What comes home is known there: of a group that holds others a hundred times, all would be written down.
        if isinstance(error, BaseExceptionGroup) and not home:
            members = [self.encode(member, depth + 1, passes=passes) for member in error.exceptions[:100]]
        frame = ErrorFrame(
            "x",
            home,
            number,
            notes=notes,
            cause=cause,
            context=context,
            suppress=error.__suppress_context__,
            members=members,
            line=self._peer.line_of(error),
        )
        if home:
            return list(frame)
        number = self._peer.references.give(error)
        cls = self.encode_class(type(error))
        return list(
            frame._replace(number=number, cls=cls, args=self._arguments(error), attributes=self._attributes(error))
        )

    def is_at_home_there(self, error: BaseException) -> bool:
        """Return whether this is the mirror of an exception that was made on the other side."""
        number = self._home_of.get(id(error))
        return number is not None and self._seen.get(number) is error

    def _arguments(self, error: BaseException) -> Any:
        try:
            if isinstance(error, BaseExceptionGroup):
                return self._peer.encode((str(error.message),))
            return self._peer.encode(tuple(error.args))
        except MayNotCross as refusal:
            # Not raised: whoever is told of the error waits for an answer.
            refusal.place = place(error) or refusal.place
            self._peer.passes(refusal)
            return ["t", []]
        except Exception:
            return ["t", []]

    def _attributes(self, error: BaseException) -> dict[str, Any]:
        try:
            if isinstance(error, _OF_THE_CLOCK):
                return self._of_the_clock(error)
            found = self._set_on(error)
            if isinstance(error, asyncio.IncompleteReadError):
                found |= {"partial": error.partial, "expected": error.expected}
            if isinstance(error, ImportError):
                found |= {"name": error.name}
            return {
                name: self._peer.encode(value)
                for name, value in found.items()
                if type(name) is str and not name.startswith("_")
            }
        except MayNotCross as refusal:
            self._peer.passes(refusal)
            return {}
        except Exception:
            return {}

    def _set_on(self, error: BaseException) -> dict[str, Any]:
        """Return what was set on it that may be read.

        Raises MayNotCross where a check set more than its class lists.
        """
        found = dict(list(vars(error).items())[:20])
        if not self._peer.trusted or not found:
            return found
        cls = type(error)
        if lists_names(cls):
            return {name: value for name, value in found.items() if name in getattr(cls, "_crosses")}
        if cls in _NAME_OF or is_of_check(cls.__module__):
            public = {name for name in found if not name.startswith("_")}
            if public - _OF_ASYNCIO.get(cls, frozenset()):
                raise with_attributes(error)
        return {}

    def _of_the_clock(self, error: BaseException) -> dict[str, Any]:
        """Return where a candidate's code stands; who waits for what in a check is nobody's business."""
        if self._peer.trusted:
            return {}
        if isinstance(error, Deadlock):
            return {"waits": [told_of(wait) for wait in error.waits[:MOST_WAITS]]}
        return {"line": error.line} if isinstance(error, BusyWait) else {}

    def encode_class(self, cls: type[BaseException]) -> Any:
        """Return a known class by its name, one of theirs by its number, one of ours with its bases."""
        if cls in _NAME_OF:
            return _NAME_OF[cls]
        if cls in self._class_home:
            return ["m", self._class_home[cls]]
        bases = [self.encode_class(base) for base in cls.__bases__ if issubclass(base, BaseException)]
        return [self._peer.references.give(cls), cls.__name__[:80], bases]

    # -- in

    def decode_class(self, encoded: Any) -> type[BaseException]:
        """Return the class itself, or one minted with the same name and bases."""
        if type(encoded) is str:
            known = KNOWN.get(encoded)
            if known is None:
                return RemoteExit
            if not self._peer.trusted or not issubclass(known, _LETHAL):
                return known
            return RemoteGeneratorExit if issubclass(known, GeneratorExit) else RemoteExit
        if encoded[0] == "m":
            found = self._peer.references.mine(encoded[1])
            if not isinstance(found, type) or not issubclass(found, BaseException):
                raise Gone("protocol: not an exception class")
            return found
        number, name, bases = encoded
        if number not in self._classes:
            if len(self._classes) >= _MOST_CLASSES:
                raise Gone("protocol: too many classes", Loss.TOO_MUCH)
            parents = tuple(dict.fromkeys(_sturdy(self.decode_class(base)) for base in bases[:5])) or (Exception,)
            if any(len(parent.__mro__) > _MOST_ANCESTORS for parent in parents):
                raise Gone("protocol: too many classes", Loss.TOO_MUCH)
            minted = self._mint(clean(str(name), 80), parents)
            self._classes[number] = minted
            self._class_home[minted] = number
        return self._classes[number]

    @staticmethod
    def _mint(name: str, parents: tuple[type[BaseException], ...]) -> type[BaseException]:
        try:
            return type(name, parents, {"__module__": STUDENTS})
        except TypeError:
            return type(name, (Exception,), {"__module__": STUDENTS})

    def decode(self, encoded: Any, depth: int = 0) -> BaseException | None:
        """Return the exception as an object here: our own when it comes home, else its mirror."""
        if encoded is None or depth > 12:
            return None
        frame = ErrorFrame(*encoded)
        if frame.home is True:
            error = self._peer.references.mine(frame.number)
            if not isinstance(error, BaseException):
                raise Gone("protocol: not an exception")
        else:
            error = self._seen.get(frame.number) or self._build(frame, depth)
        if line := self._peer.existing(frame.line):
            self._lines[id(error)] = line
        self._add_notes(error, frame.notes)
        self._chain(error, frame, depth)
        return error

    def is_theirs(self, error: BaseException) -> bool:
        """Return whether this exception left a request to the other side, wherever it was made."""
        return self._left.get(id(error)) is error

    def note_left(self, error: BaseException) -> None:
        """Remember that the other side let this exception out."""
        self._left[id(error)] = error

    def line(self, error: BaseException) -> int:
        """Return the student's line at which the candidate says it was raised, or 0."""
        return self._lines.get(id(error), 0)

    def _build(self, frame: ErrorFrame, depth: int) -> BaseException:
        made = self.decode_class(frame.cls)
        arguments = self._peer.values.decode(frame.args)
        error: BaseException
        try:
            error = self._construct(made, arguments, frame, depth)
        except Gone:
            raise
        except BaseException:
            error = RuntimeError("an exception that cannot be rebuilt")
        self._set_attributes(error, frame.attributes)
        if self._peer.trusted:
            self.weights.keep(error)
        self._seen[frame.number] = error
        self._home_of[id(error)] = frame.number
        return error

    def _set_attributes(self, error: BaseException, attributes: Any) -> None:
        # A name that the class has already is a field of its C code, or how the clock tells what happened.
        if isinstance(error, _OF_THE_CLOCK):
            return
        for name, value in list((attributes or {}).items())[:20]:
            if type(name) is not str or not name.isidentifier() or name.startswith("_"):
                continue
            if not hasattr(type(error), name):
                setattr(error, name, self._peer.values.decode(value))

    def _construct(self, made: type[BaseException], arguments: Any, frame: ErrorFrame, depth: int) -> BaseException:
        attributes = frame.attributes
        if frame.members is not None:
            group = made if issubclass(made, BaseExceptionGroup) else BaseExceptionGroup
            decoded = [found for member in frame.members if (found := self.decode(member, depth + 1)) is not None]
            message = arguments[0] if arguments and type(arguments[0]) is str else ""
            return group(message[:500], decoded)
        if made in _OF_THE_CLOCK:
            return _told_by_the_clock(made, attributes, self._peer.existing)
        if made in _FRAGILE:
            return _checked_unicode_error(made, arguments)
        if made is asyncio.IncompleteReadError:
            told = (attributes["partial"], attributes["expected"])
            return _checked_incomplete_read(*map(self._peer.values.decode, told))
        if issubclass(made, (OSError, StopIteration)) and made in _NAME_OF:
            return made(*arguments[:2])
        error = made.__new__(made, *arguments)
        error.args = arguments
        if isinstance(error, ImportError):
            error.name = _module_name(attributes, self._peer.decode)
        return error

    @staticmethod
    def _add_notes(error: BaseException, notes: Any) -> None:
        cleaned = [clean(note) for note in (notes or ()) if type(note) is str][:20]
        if cleaned and cleaned != list(getattr(error, "__notes__", ())):
            error.__notes__ = cleaned

    def _chain(self, error: BaseException, frame: ErrorFrame, depth: int) -> None:
        if frame.cause is not None:
            found = self.decode(frame.cause, depth + 1)
            if found is not None and not _leads_to(found, error):
                error.__cause__ = found
        elif frame.context is not None and error.__context__ is None:
            found = self.decode(frame.context, depth + 1)
            if found is not None and not _leads_to(found, error):
                error.__context__ = found
        if frame.suppress is True and error.__cause__ is None:
            error.__suppress_context__ = True


def _sturdy(cls: type[BaseException]) -> type[BaseException]:
    """Return a base for a minted class: one whose C code does not trust what is set on it."""
    return UnicodeError if issubclass(cls, _FRAGILE) else cls


def _told_by_the_clock(made: type[BaseException], attributes: Any, existing: Callable[[Any], int]) -> BaseException:
    if made is BusyWait:
        return BusyWait("", existing((attributes or {}).get("line")), 0)
    if made is Deadlock:
        waits = (attributes or {}).get("waits", [])
        return Deadlock(tuple(read_wait(one, existing) for one in waits[:MOST_WAITS]))
    return made()


def _module_name(attributes: Any, decode: Callable[[Any], Any]) -> str | None:
    """Return the module that could not be imported, as far as it was told."""
    name = decode((attributes or {}).get("name"))
    return clean(name, 80) if type(name) is str else None


def _checked_unicode_error(made: type[BaseException], arguments: Any) -> BaseException:
    error: Any = made(*arguments)
    if not 0 <= error.start <= error.end <= len(error.object):
        raise ValueError("places outside the text")
    return error  # type: ignore[no-any-return]


def _checked_incomplete_read(partial: Any, expected: Any) -> BaseException:
    """Return the error from values of the right types: its own code writes its message from whatever it is given."""
    if type(partial) is not bytes or not (expected is None or type(expected) is int):
        raise ValueError("no bytes, or no number of them")
    return asyncio.IncompleteReadError(partial, expected)


def _leads_to(start: BaseException, error: BaseException) -> bool:
    """Return whether a walk from cause to cause, or context to context, comes from one to the other, or never to an
    end.
    """
    left, seen = [start], set[int]()
    while left:
        one = left.pop()
        if one is error or len(seen) >= _LONGEST_CHAIN:
            return True
        if id(one) not in seen:
            seen.add(id(one))
            left += [found for found in (one.__cause__, one.__context__) if found is not None]
    return False
