"""The header of a wrong solution."""

from __future__ import annotations

from grader.authoring.claims import Claim, read_claim

HEADER = '''"""Believes in luck."""
# misconception: M02
# caught by: test_waits
# student reads: 6.0 = 2 + 1 + 3
'''


def test_a_whole_header_is_a_claim():
    """The docstring and the three lines are read as they stand."""
    claim, problems = read_claim(HEADER + "x = 1\n")

    assert claim == Claim("Believes in luck.", "M02", "test_waits", "6.0 = 2 + 1 + 3")
    assert problems == ()


def test_everything_missing_is_told_at_once():
    """A file without a header has a problem for each of its four parts, and no claim."""
    claim, problems = read_claim("x = 1\n")

    assert claim is None
    assert problems == (
        "has no docstring: it says in one sentence what this solution believes",
        "has no line `# misconception: …`",
        "has no line `# caught by: …`",
        "has no line `# student reads: …`",
    )


def test_a_line_twice_or_empty_is_no_claim():
    """Two catchers, or no words, leave nothing to hold a report against."""
    twice = read_claim(HEADER + "# caught by: test_other\n")
    empty = read_claim(HEADER.replace("6.0 = 2 + 1 + 3", ""))

    assert twice == (None, ("has more than one line `# caught by: …`",))
    assert empty == (None, ("has nothing after `# student reads:`",))


def test_an_unknown_misconception_is_told():
    """A code that the students' report card does not have is a slip of the author."""
    _, problems = read_claim(HEADER.replace("M02", "M99"))

    assert problems == ("names the misconception M99, which grader.testing does not have",)


def test_a_wrong_solution_may_be_no_python():
    """The header is found also in a file that does not compile."""
    claim, problems = read_claim(HEADER + "def broken(:\n")

    assert claim is not None
    assert (claim.belief, problems) == ("Believes in luck.", ())
