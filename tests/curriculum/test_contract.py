"""The rules of a brief are found by their numbers."""

from __future__ import annotations

from grader.curriculum.names import rules_in

BRIEF = """\
# Title

1. not yet the contract

## The contract

Fill in `f`.

1. It is quick,
   and **right**.
2. It ends:

   - always,
   - at once.

Numbers are whole. A sentence that
10. is no rule of its own is read as one, for a list may go on after a gap.

## An example

3. no longer the contract
"""


def test_each_rule_is_one_line_of_text():
    """A rule goes on over its indented lines, and ends before a line of text after a gap."""
    assert rules_in(BRIEF) == {
        1: "It is quick, and **right**.",
        2: "It ends: - always, - at once.",
        10: "is no rule of its own is read as one, for a list may go on after a gap.",
    }


def test_a_brief_without_a_contract_has_no_rules():
    """No heading, no rules."""
    assert rules_in("# Title\n\n1. one\n") == {}
