"""bubblewrap: a process that sees none of this machine's files, processes or network, but a read-only Python."""

from __future__ import annotations

import glob
import os
import shutil
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.engine.sandbox.limits import SCRATCH_BYTES
from grader.engine.sandbox.lockdown import DEVICES, SYSTEM_LIBRARIES, standard_library
from grader.engine.sandbox.namespaces import HOST_NAME

CACHE, CACHE_MAGIC = "/etc/ld.so.cache", b"glibc-ld.so.cache1.1"
USUAL = ("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib")
# Loaded when a thread ends another, and needed by no file.
BY_NAME = ("libgcc_s.so.1",)
SEGMENT_LOADED, SEGMENT_DYNAMIC, SEGMENT_INTERPRETER = 1, 2, 3
NEEDED, STRINGS, STRINGS_SIZE, RPATH, RUNPATH = 1, 5, 10, 15, 29
MOST_HEADERS, MOST_BYTES = 100, 1 << 20


class Binary(NamedTuple):
    """As much of a binary as a loader reads: its machine, its loader, what it needs and where that may be."""

    machine: int
    loader: str
    needed: tuple[str, ...]
    folders: tuple[str, ...]


def libraries(program: str, modules: Iterable[str]) -> dict[str, str]:
    """Return the loader and every library of these, by the path at which the loader looks, with the file that is there.

    A library that is nowhere is left out: that module cannot be loaded on this machine either. Raises OSError or
    ValueError when the program cannot be read.
    """
    first = read(os.path.realpath(program))
    search = _Search(first)
    left = [first, *filter(None, (_read_or_none(path, first.machine) for path in modules))]
    while left:
        binary = left.pop()
        for name in (*binary.needed, *BY_NAME):
            found = search.first(name, binary.folders)
            if found is not None:
                left.append(found)
    return search.found


class _Search:
    """Where libraries are looked for, and those that were found."""

    def __init__(self, program: Binary) -> None:
        self.found = {program.loader: os.path.realpath(program.loader)} if program.loader else {}
        self._machine = program.machine
        self._looked_for: set[str] = set()
        self._folders = (*program.folders, *filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(":")))
        self._cache = _cache()

    def first(self, name: str, folders: tuple[str, ...]) -> Binary | None:
        """Return the library of this name, if nobody has looked for it yet and it is there."""
        if name in self._looked_for:
            return None
        self._looked_for.add(name)
        for path in self._places(name, folders):
            binary = _read_or_none(path, self._machine)
            if binary is not None:
                self.found[path] = os.path.realpath(path)
                return binary
        return None

    def _places(self, name: str, folders: tuple[str, ...]) -> Iterator[str]:
        if "/" in name:
            yield name
            return
        yield from (os.path.join(folder, name) for folder in (*folders, *self._folders))
        yield from self._cache.get(name, ())
        yield from (os.path.join(folder, name) for folder in USUAL)


def read(path: str) -> Binary:
    """Return its headers. Raises OSError, or ValueError when it is no binary of a 64-bit little-endian machine."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return _parsed(descriptor, os.path.dirname(os.path.realpath(path)))
    except (struct.error, OverflowError) as error:
        raise ValueError(f"{path} is cut off") from error
    finally:
        os.close(descriptor)


def _read_or_none(path: str, machine: int) -> Binary | None:
    try:
        found = read(path)
    except (OSError, ValueError):
        return None
    return found if found.machine == machine else None


def _parsed(descriptor: int, folder: str) -> Binary:
    head = os.pread(descriptor, 64, 0)
    if head[:6] != b"\x7fELF\x02\x01":
        raise ValueError("no binary for this machine")
    (machine,), (headers_at,) = struct.unpack_from("<H", head, 18), struct.unpack_from("<Q", head, 32)
    size, headers = struct.unpack_from("<HH", head, 54)
    loaded, dynamic, loader = [], (0, 0), ""
    for place in range(min(headers, MOST_HEADERS)):
        header = os.pread(descriptor, size, headers_at + size * place)
        kind, _, at, address, _, length = struct.unpack_from("<IIQQQQ", header)
        if kind == SEGMENT_LOADED:
            loaded.append((address, at, length))
        elif kind == SEGMENT_DYNAMIC:
            dynamic = (at, length)
        elif kind == SEGMENT_INTERPRETER:
            loader = os.pread(descriptor, min(length, 4096), at).rstrip(b"\0").decode()
    tags = _tags(os.pread(descriptor, min(dynamic[1], MOST_BYTES), dynamic[0]))
    names = _Names(descriptor, tags, loaded)
    folders = [part for tag in (RPATH, RUNPATH) for at in tags.get(tag, ()) for part in names.at(at).split(":")]
    return Binary(
        machine,
        loader,
        tuple(names.at(at) for at in tags.get(NEEDED, ())),
        tuple(part.replace("$ORIGIN", folder).replace("${ORIGIN}", folder) for part in folders if part),
    )


def _tags(table: bytes) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for tag, value in struct.iter_unpack("<QQ", table[: len(table) // 16 * 16]):
        if tag == 0:
            break
        found.setdefault(tag, []).append(value)
    return found


class _Names:
    """The names in a binary, by where they stand in its table of them."""

    def __init__(self, descriptor: int, tags: Mapping[int, list[int]], loaded: list[tuple[int, int, int]]) -> None:
        address, size = (tags.get(tag, [0])[0] for tag in (STRINGS, STRINGS_SIZE))
        at = next((at + address - start for start, at, length in loaded if start <= address < start + length), 0)
        self._table = os.pread(descriptor, min(size, MOST_BYTES), at) if at else b""

    def at(self, place: int) -> str:
        return self._table[place : self._table.find(b"\0", place)].decode("utf-8", "surrogateescape")


def _cache() -> Mapping[str, list[str]]:
    """Return what the loader has written down of the libraries in other folders; empty where it keeps no such file."""
    try:
        with open(CACHE, "rb") as file:
            data = file.read()
    except OSError:
        return {}
    try:
        return _cached(data, data.index(CACHE_MAGIC))
    except (ValueError, struct.error):
        return {}


def _cached(data: bytes, start: int) -> Mapping[str, list[str]]:
    """Return the paths of each name; the numbers in it count from where the magic stands."""
    found: dict[str, list[str]] = {}
    (count,) = struct.unpack_from("<I", data, start + 20)
    for place in range(min(count, len(data) // 24)):
        _, name, path = struct.unpack_from("<iII", data, start + 48 + 24 * place)
        texts = (
            data[start + at : data.index(b"\0", start + at)].decode("utf-8", "surrogateescape") for at in (name, path)
        )
        found.setdefault(next(texts), []).append(next(texts))
    return found


# Where the candidate's floors lie inside; the path of the course on this machine is nobody's business there.
INSIDE_HOME = "/kata"
INSIDE_SCRATCH = "/tmp"
FLOORS = (
    "__init__.py",
    "cleaning.py",
    "vtime",
    "engine/__init__.py",
    "engine/candidate",
    "engine/wire",
    "engine/sandbox",
)

_WALLS = (
    ("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"),
    ("--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", HOST_NAME),
)


def find_bubblewrap() -> str | None:
    """Return where bwrap is installed, or None; only Linux has it."""
    return shutil.which("bwrap") if sys.platform == "linux" else None


def behind_walls(
    bwrap: str,
    command: Sequence[str],
    *,
    home: str,
    environment: dict[str, str],
    loaded: Mapping[str, str] | None = None,
) -> list[str]:
    """Return the command that runs `command` in its own namespaces, with a private /tmp and the grader's `home` at
    /kata.

    `loaded` are the libraries it needs, each by its path inside; without it finds all that the machine has.
    """
    if loaded is not None:
        folders = dict.fromkeys(map(os.path.dirname, loaded))
        environment = environment | {"LD_LIBRARY_PATH": ":".join(folders)}
    named = (part for name, value in environment.items() for part in ("--setenv", name, value))
    return [
        bwrap,
        *(flag for flags in _WALLS for flag in flags),
        *named,
        *_libraries(loaded),
        *_mounts(home, python=command[0]),
        *("--size", str(SCRATCH_BYTES), "--tmpfs", INSIDE_SCRATCH),
        *("--remount-ro", "/", "--chdir", INSIDE_SCRATCH, "--"),
        *command,
    ]


def python_paths(python: str) -> list[str]:
    """Return the files and folders an interpreter needs to start: itself, its library, and the standard library."""
    name = str(sysconfig.get_config_var("INSTSONAME") or "")
    folders = (str(sysconfig.get_config_var("LIBDIR") or ""), os.path.join(sys.base_exec_prefix, "lib"))
    libraries = [path for folder in folders if os.path.isfile(path := os.path.join(folder, name))]
    return list(dict.fromkeys([python, *standard_library(), *libraries[:1]]))


def libraries_for(python: str) -> Mapping[str, str] | None:
    """Return the libraries that this interpreter and its standard library load, or None where nobody can tell."""
    compiled = os.path.join(standard_library()[-1], "*.so")
    # No window can be opened, and half of what a desktop consists of would be needed for one.
    modules = [path for path in glob.glob(compiled) if not os.path.basename(path).startswith("_tkinter")]
    try:
        return libraries(python, modules)
    except (OSError, ValueError):
        return None


def _libraries(loaded: Mapping[str, str] | None) -> Iterator[str]:
    if loaded is None:
        for path in SYSTEM_LIBRARIES:
            if not path.startswith("/dev/"):
                yield from ("--ro-bind-try", path, path)
    else:
        for path, real in loaded.items():
            yield from ("--ro-bind", real, path)


def _mounts(home: str, *, python: str) -> Iterator[str]:
    for path in python_paths(python):
        yield from ("--ro-bind", path, path)
    for extra in ("site-packages", "dist-packages"):
        packages = os.path.join(os.path.dirname(os.__file__), extra)
        if os.path.isdir(packages):
            yield from ("--tmpfs", packages, "--remount-ro", packages)
    for device in (*DEVICES, "/dev/urandom"):
        yield from ("--dev-bind", device, device)
    for name in FLOORS:
        yield from ("--ro-bind", str(Path(home, "grader", name)), f"{INSIDE_HOME}/grader/{name}")
