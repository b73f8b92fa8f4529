"""The header of a wrong solution."""

from __future__ import annotations

from grader.authoring.kata_files import Claim, read_claim

HEADER = '''"""Believes in luck."""
# misconception: M02
# breaks: rules 3 and 5
# caught by: test_waits
# student reads: 6.0 = 2 + 1 + 3
'''


def test_a_whole_header_is_a_claim():
    """The docstring and the four lines are read as they stand."""
    claim, problems = read_claim(HEADER + "x = 1\n")

    assert claim == Claim("Believes in luck.", "M02", "test_waits", "6.0 = 2 + 1 + 3", breaks=(3, 5))
    assert problems == ()


def test_everything_missing_is_told_at_once():
    """A file without a header has a problem for each of its five parts, and no claim."""
    claim, problems = read_claim("x = 1\n")

    assert claim is None
    assert problems == (
        "has no docstring: it says in one sentence what this solution believes",
        "has no line `# misconception: …`",
        "has no line `# breaks: …`",
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

    assert problems == ("names the misconception M99, which neither grader.testing nor katas/set.yaml has",)


def test_a_wrong_solution_may_be_no_python():
    """The header is found also in a file that does not compile."""
    claim, problems = read_claim(HEADER + "def broken(:\n")

    assert claim is not None
    assert (claim.belief, problems) == ("Believes in luck.", ())


def test_a_rule_is_said_by_its_number():
    """One rule or several; anything else is a problem, and the rest of the claim holds."""
    one = read_claim(HEADER.replace("rules 3 and 5", "rule 7"))
    none = read_claim(HEADER.replace("rules 3 and 5", "all"))
    missing = read_claim(HEADER.replace("# breaks: rules 3 and 5\n", ""))

    assert one[0] is not None and (one[0].breaks, one[1]) == ((7,), ())
    assert none[0] is not None and none[0].breaks == ()
    assert none[1] == ("says that it breaks “all”: write `# breaks: rule 3`, or `# breaks: rules 3 and 5`",)
    assert missing[0] is not None and missing[1] == ("has no line `# breaks: …`",)
