"""The files of a new kata in which a student says what programs print; `$$name` stands for what is filled in."""

from __future__ import annotations

from collections.abc import Sequence

KEYS = {"visible": ("first", "second"), "hidden": ("third", "fourth", "fifth")}
EVERY = (*KEYS["visible"], *KEYS["hidden"])


def _answers(opening: str, lines: str) -> str:
    """Return a file of answers, the same lines for each program."""
    rows = "".join(f'    "{key}": [{lines.format(key=key)}],\n' for key in EVERY)
    return f"{opening}\nfrom __future__ import annotations\n\n{FORM}ANSWERS: {TYPE} = {{\n{rows}}}\n"


def _checks(kind: str, keys: Sequence[str]) -> str:
    """Return a file of checks, a program and a check for each key."""
    programs = "".join(PROGRAM.replace("$key", key) for key in keys)
    checks = "".join(
        CHECK.replace("$points", f"${kind}_{number}").replace("$key", key) for number, key in enumerate(keys, start=1)
    )
    return f'"""{kind.capitalize()} checks of $id."""\n{COMMON.replace("$programs", programs)}{checks}'


FORM = '# For each program the lines it prints, in order, each with its second, as in (0.5, "Hello").\n'
TYPE = "dict[str, list[tuple[float, str]]]"
PROGRAM = '''\
    "$key": """
async def main():
    print("$key")
    await asyncio.sleep(1)
    print("$key, later")
""",
'''
COMMON = '''\

import asyncio

from grader.testing import M00, M26, check, expect, plain

# TODO: the programs of the README, word for word; those of the hidden checks stand there too, without their answers.
PROGRAMS = {
$programs}


def printed(key):
    """Run the program live and give the pairs (second, line) that it prints."""
    pairs = []
    begin = None

    def note(*words):
        pairs.append((asyncio.get_running_loop().time() - begin, " ".join(map(str, words))))

    async def timed():
        nonlocal begin
        begin = asyncio.get_running_loop().time()
        await space["main"]()

    space = {"asyncio": asyncio, "print": note}
    exec(PROGRAMS[key], space)  # noqa: S102  it is the text of this file
    asyncio.run(timed())
    return pairs


def answered(kata, key):
    """What the student answered for a program, as pairs (second, line)."""
    with M00.because("ANSWERS has no list here yet: it holds one of pairs (second, line) for each program"):
        rows = plain(kata.ANSWERS[key])
        assert type(rows) in (list, tuple) and rows
    with M00.because("each entry is a pair: the second as a number, the line as a text"):
        assert all(type(row) in (list, tuple) and [type(part) for part in row][1:] == [str] for row in rows)
    return [tuple(row) for row in rows]
'''
CHECK = '''

@check(points=$points, rules=1)
def test_$key(kata):
    """$key: which line, at which second."""
    together = M26.because("the line below an await comes after the pause, not together with the line above")

    expect(answered(kata, "$key"), printed("$key"), tells=together)
'''
LIVE = '(0, "{key}"), (1, "{key}, later")'
STUB = _answers(
    '"""$docstring_title: TODO: what is to be said of each program of the README, in half a sentence."""\n', ""
)
REFERENCE = _answers('"""TODO: in one sentence, why it is so."""\n', LIVE)
ALTERNATIVE = _answers('"""TODO: the same in another form: computed, or as tuples."""\n', LIVE.replace("(1,", "(1.0,"))
WRONG_NAME = "w1_all_at_once.py"
CLAIM = """\
# misconception: M26
# breaks: rule 1
# caught by: test_first
# student reads: comes after the pause
"""
BELIEF = "TODO: what somebody believes who answers this, in one sentence. One misconception a file."
WRONG = _answers(f'"""{BELIEF}"""\n{CLAIM}', LIVE.replace("(1,", "(0,"))
VISIBLE = _checks("visible", KEYS["visible"])
HIDDEN = _checks("hidden", KEYS["hidden"])
