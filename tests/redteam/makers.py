"""Submissions that are better made than kept: too large, too deep, or in bytes that an editor would tidy up."""

from __future__ import annotations

from collections.abc import Callable

from grader.engine.submission import MAX_BYTES

HONEST = "async def my_gather(*aws, return_exceptions=False):\n    return [await aw for aw in aws]\n"


def compile_bomb(source: str) -> bytes:
    """A `finally` within a `finally` …: the compiler writes each body down twice."""
    lines, depth = [source, "def bomb():"], 18
    for level in range(1, depth + 1):
        lines += [f"{' ' * level}try:", f"{' ' * (level + 1)}print({level})", f"{' ' * level}finally:"]
    lines += [f"{' ' * (depth + 1)}print({number})" for number in range(400)]
    return "\n".join([*lines, HONEST]).encode()


def nested_brackets(source: str) -> bytes:
    """A hundred thousand opening brackets, and as many closing ones."""
    return f"{source}{HONEST}x = {'[' * 100_000}{']' * 100_000}\n".encode()


def nested_operators(source: str) -> bytes:
    """A long chain of signs, of attributes and of sums."""
    chains = [f"-{'-' * 60_000}1", f"x{'.x' * 30_000}", "+".join(["1"] * 30_000), f"{'lambda:' * 5_000}0"]
    return (source + HONEST + "".join(f"def f{n}(): return {one}\n" for n, one in enumerate(chains))).encode()


def symbol_table(source: str) -> bytes:
    """Many names, and as many functions within that could use each of them."""
    names = "=".join(f"n{number:x}" for number in range(18_000))
    return f"{source}{HONEST}def f():\n {names}=0\n [{','.join(['lambda:0'] * 10_000)}]\n".encode()


def nested_scopes(source: str) -> bytes:
    """A list of a list of a list …, each made by a comprehension, and functions within functions."""
    lambdas = f"{'(lambda x:' * 150}x{')' * 150}"
    lists = f"{'[' * 90}x{' for x in x]' * 90}"
    functions = "".join(f"{' ' * depth}def f{depth}():\n" for depth in range(95)) + f"{' ' * 95}pass\n"
    return f"{source}{HONEST}a = {lambdas}\nb = {lists}\n{functions}".encode()


def long_line(source: str) -> bytes:
    """One line of names, as long as a file may be."""
    head = f"{source}{HONEST}"
    return f"{head}{'x,' * ((MAX_BYTES - len(head.encode()) - 10) // 2)}x=1\n".encode()


def too_large(source: str) -> bytes:
    """One byte more than a file may have."""
    head = f"{source}{HONEST}#".encode()
    return head + b"x" * (MAX_BYTES + 1 - len(head))


def dirt_in_the_syntax(source: str) -> bytes:
    """Characters no source may hold, where the error message quotes them."""
    return f"{source}\nx = 1 \u202e \u200b accepted \u2066\n".encode()


def crlf(source: str) -> bytes:
    """The line ends of Windows."""
    return source.replace("\n", "\r\n").encode()


def lonely_cr(source: str) -> bytes:
    """The line ends of an old Macintosh."""
    return source.replace("\n", "\r").encode()


def bom(source: str) -> bytes:
    """A byte order mark in front, as Notepad writes it, and the line ends of Windows."""
    return b"\xef\xbb\xbf" + crlf(source)


def tabs(source: str) -> bytes:
    """Tabs for each four spaces."""
    return source.replace("    ", "\t").encode()


def form_feeds(source: str) -> bytes:
    """A form feed before each part, as old editors set them, and no line end at the end."""
    return source.replace("\n\n\n", "\n\f\n\n").rstrip().encode()


def latin_1(source: str) -> bytes:
    """An encoding named in the first line."""
    return f"# -*- coding: latin-1 -*-\n{source}".encode("latin-1")


MAKERS: dict[str, Callable[[str], bytes]] = {
    made.__name__: made
    for made in (
        compile_bomb,
        nested_brackets,
        nested_operators,
        symbol_table,
        nested_scopes,
        long_line,
        too_large,
        dirt_in_the_syntax,
        crlf,
        lonely_cr,
        bom,
        tabs,
        form_feeds,
        latin_1,
    )
}
