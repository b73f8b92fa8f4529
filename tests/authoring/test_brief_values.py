"""Hidden checks do not ask with the values of the brief."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from grader.authoring.check_files import BriefValues, copied_problems, values_in_brief, values_in_programs

README = """Three jobs of 7 s in `prose`, "said aloud".

```python
await gather(job(2, "tea"), job(1, 'milk'))  # ["tea", "milk"] after 2 seconds, at kata11's 4.5.
```
```sh
pip install "package" 99
```
```
grade kata11 --seed 12345
```
"""
BRIEF = BriefValues(frozenset({2.0, 3.0, 42.0, 2.5}), frozenset({"tea", "milk"}))
NOTHING = values_in_programs([])


def copied(body: str, contract: BriefValues = NOTHING) -> tuple[str, ...]:
    """What is said of a hidden check with this body."""
    source = "async def test_x(kata, clock):\n" + indent(dedent(body), "    ")
    return copied_problems(source, BRIEF, contract)


def test_only_the_examples_of_a_brief_count():
    """Prose and commands show no values; a number within a word is none."""
    assert values_in_brief(README) == BriefValues(frozenset({1.0, 2.0, 4.5}), frozenset({"tea", "milk"}))


@pytest.mark.parametrize(
    "body",
    [
        "expect(await kata.gather(Job(2), Job(3)), [1])",
        "expect(await kata.answer(), 42)",
        "clock.took(2.5)",
        "clock.took(-2.5)",
    ],
)
def test_the_numbers_of_the_brief_are_a_copy(body: str):
    """Two of its numbers, or one large or broken one, are told when nothing else stands beside them."""
    (problem,) = copied(body)

    assert problem.startswith("test_x uses only numbers that the brief shows (")


@pytest.mark.parametrize(
    "body",
    [
        "clock.took(2)",
        "expect(await kata.gather(Job(2), Job(3), Job(5)), [1])",
        "clock.took(3.5, tells={2.5: M02.because('2.5 = 42')})",
        "other(42)",
        'expect(await kata.greet(token("tea")), f"tea {x}")',
    ],
)
def test_what_is_common_or_new_or_minted_is_no_copy(body: str):
    """A small delay may recur; one new number makes a new case; tells, other calls and f-strings do not count."""
    assert [problem for problem in copied(body) if "numbers" in problem] == []


def test_a_text_of_the_brief_is_a_copy_unless_the_contract_has_it():
    """What the reference spells out is a word of the contract; what only the example says is not."""
    body = 'expect(await kata.brew("tea"), "milk")'

    assert copied(body) == ("test_x uses 'milk', 'tea', which the brief shows: mint it",)
    assert copied(body, values_in_programs(['WORDS = ["milk", "tea"]'])) == ()


def test_numbers_of_the_contract_alone_are_no_copy():
    """A number that the reference itself spells out is not the example's."""
    assert copied("expect(await kata.size(), 42)", values_in_programs(["SIZE = 42"])) == ()
