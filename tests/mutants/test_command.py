"""`grade dev mutants`: what it prints, what it writes, and when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.mutants.deriving import derive
from grader.authoring.mutants.grading import SAMPLE, derive_mutants, sample
from tests.mutants.greeting_kata import BLOCK, LIMIT, SLUG, SWALLOW, Bench, Pretending, course, mutants

# Twenty mutants: one that lives is five in a hundred.
NUMBERS = "".join(f"    say({number})\n" for number in range(20, 26))
LONG = f"def greet(name, pause):\n    say()\n{NUMBERS}    return name\n"
MOST_KILLED = "20 mutants: 95.0 % killed (95.0 % of 20 slips)"


def living(*names: str, reference: str | None = None) -> Callable[[str, str], bool]:
    """Accepts the mutants of these names."""
    all_there_are = mutants() if reference is None else derive(reference, "greeting.py").mutants
    sources = {mutant.source for mutant in all_there_are if mutant.id in names}
    assert len(sources) == len(names)
    return lambda source, seed: source in sources


def test_all_killed(bench: Bench) -> None:
    """One line for the kata, one for all, and a table that is then held to be fresh."""
    assert bench.mutants() == 0
    assert bench.out.splitlines() == [
        "kata01  14 mutants, 14 killed, 0 accepted, 0 unexplained: 100.0 % killed, 100.0 % explained",
        "14 mutants: 100.0 % killed (100.0 % of 8 slips, 100.0 % of 6 habits), 100.0 % killed or accepted by name",
    ]
    assert "| kata01 | 8 | 8 | 6 | 6 | 0 | 0 | 0 | 0 | 100.0 | 100.0 | " in bench.table
    assert "14 of 14 graded" in bench.err
    assert bench.mutants("--check") == 0
    assert bench.mutants("--check", "--quick") == 0


def test_a_survivor_is_shown_with_its_diff(bench: Bench) -> None:
    """Its name, and the lines that went and came; without --check that is no failure."""
    bench.runner = Pretending(living(BLOCK))

    assert bench.mutants("kata01") == 0
    assert "    survives: greeting.py:8 block\n" in bench.out
    assert '        +    __import__("time").sleep(pause)\n' in bench.out


def test_an_unexplained_survivor_fails_the_check(tmp_path: Path) -> None:
    """Also where 95 % are killed: each has a name, and nobody accepted it."""
    course(tmp_path, reference=LONG)
    bench = Bench(tmp_path, Pretending(living("greeting.py:2 delete", reference=LONG)))
    bench.mutants()

    assert bench.mutants("--check") == 1
    assert (
        bench.out.splitlines()[-1]
        == "20 mutants: 95.0 % killed (95.0 % of 20 slips), 95.0 % killed or accepted by name"
    )
    assert "kata01: killed by no check and accepted by nobody: greeting.py:2 delete" in bench.err
    assert "asked for" not in bench.err


def test_a_survivor_that_is_accepted_by_name_passes(tmp_path: Path) -> None:
    """At 95 % killed and all explained the check is green, and both shares are told."""
    course(tmp_path, reference=LONG)
    bench = Bench(tmp_path, Pretending(living("greeting.py:2 delete", reference=LONG)))
    bench.accept("greeting.py:2 delete")
    bench.mutants()

    assert bench.mutants("--check") == 0
    assert (
        bench.out.splitlines()[-1]
        == "20 mutants: 95.0 % killed (95.0 % of 20 slips), 100.0 % killed or accepted by name"
    )


def test_too_few_killed_fails_the_check(bench: Bench) -> None:
    """An accepted survivor is explained and not killed: 7 of 8 slips are too few, whatever the habits."""
    bench.runner = Pretending(living(BLOCK))
    bench.accept(BLOCK)
    bench.mutants()

    assert bench.mutants("--check") == 1
    assert "87.5 % of all slips are killed; 95.0 % are asked for." in bench.err
    assert bench.mutants("--check", "--quick") == 1
    assert "87.5 % of all slips are killed; 95.0 % are asked for." in bench.err


def test_each_family_has_its_own_share(bench: Bench) -> None:
    """Five of six habits are enough, where seven of eight slips are not; the table has both in columns of their own."""
    bench.runner = Pretending(living(LIMIT))
    bench.accept(LIMIT)
    bench.mutants()

    assert bench.mutants("--check") == 0
    assert "| kata01 | 8 | 8 | 6 | 5 | 0 | 0 | 1 | 0 | 100.0 | 83.3 | " in bench.table


def test_the_share_is_that_of_all_katas(tmp_path: Path) -> None:
    """A small kata below 95 % is no failure where all together are above, also when it is checked alone."""
    course(tmp_path)
    course(tmp_path, slug="kata02_longer", reference=LONG)
    bench = Bench(tmp_path, Pretending(living(BLOCK)))
    bench.accept(BLOCK)
    bench.mutants()

    assert bench.mutants("--check", "kata01") == 0
    assert "92.8 % killed, 100.0 % explained" in bench.out


def test_an_entry_that_no_longer_holds_fails_the_check(bench: Bench) -> None:
    """A survivor that a better check has killed must leave survivors.yaml."""
    bench.accept(SWALLOW)
    bench.mutants()

    assert bench.mutants("--check") == 1
    assert f"kata01: survivors.yaml accepts {SWALLOW}, which is killed" in bench.err


@pytest.mark.parametrize("file", [f"katas/{SLUG}/README.md", f"solutions/{SLUG}/greeting.py"])
def test_a_table_of_another_version_is_stale(bench: Bench, file: str) -> None:
    """Who changes a kata or its reference must run the mutants again, and --quick sees it."""
    bench.mutants()
    path = bench.root / file
    path.write_text(path.read_text(encoding="utf-8").replace("reet", "REET"), encoding="utf-8")

    assert bench.mutants("--check", "--quick") == 1
    assert "kata01: solutions/mutants.md is of another version. Try: grade dev mutants kata01" in bench.err


def test_accepting_a_survivor_makes_the_table_stale(bench: Bench) -> None:
    """survivors.yaml is among what a row is made from."""
    bench.mutants()
    bench.accept(SWALLOW)

    bench.mutants("--check", "--quick")

    assert "solutions/mutants.md is of another version" in bench.err


def test_a_table_that_was_written_by_hand_is_found_out(bench: Bench) -> None:
    """The row belongs to this version, and says something else than what was counted."""
    bench.runner = Pretending(living(BLOCK))
    bench.mutants()
    flattering = bench.table.replace(
        "| 8 | 7 | 6 | 6 | 0 | 0 | 0 | 1 | 87.5 |", "| 8 | 8 | 6 | 6 | 0 | 0 | 0 | 0 | 100.0 |"
    )
    (bench.root / "solutions" / "mutants.md").write_text(flattering, encoding="utf-8")

    bench.mutants("--check")

    assert "kata01: solutions/mutants.md says something else." in bench.err


def test_an_admitted_survivor_fails_the_quick_check(tmp_path: Path) -> None:
    """Also when none of the few that are tried again is that survivor."""
    course(tmp_path, reference=LONG)
    bench = Bench(tmp_path, Pretending(living("greeting.py:2 delete", reference=LONG)))
    bench.mutants()
    bench.runner = Pretending()

    assert bench.mutants("--check", "--quick") == 1
    assert "kata01: solutions/mutants.md has survivors that nobody explained." in bench.err


def test_a_row_of_a_kata_that_is_gone(tmp_path: Path) -> None:
    """The check tells it, and the next whole run leaves it out; a run of one kata keeps the others' rows."""
    course(tmp_path)
    course(tmp_path, slug="kata02_longer")
    bench = Bench(tmp_path)
    bench.mutants()
    bench.mutants("kata01")
    kept = bench.table
    (tmp_path / "katas" / "kata02_longer").rename(tmp_path / "elsewhere")

    checked = bench.mutants("--check", "--quick")
    told = bench.err
    bench.mutants()

    assert checked == 1
    assert "kata02: solutions/mutants.md has a line for it, and it is not here." in told
    assert "| kata02 |" in kept
    assert "| kata02 |" not in bench.table


def test_the_quick_check_tries_a_few_again(tmp_path: Path) -> None:
    """As many as it may and no more, whatever is known of them, and finds out who lives now."""
    course(tmp_path, reference=LONG * 2)
    bench = Bench(tmp_path)
    bench.mutants()
    runner = Pretending(lambda source, seed: True)
    bench.runner = runner

    assert bench.mutants("--check", "--quick") == 1
    assert len({key for key, _ in runner.marked}) == SAMPLE
    assert "killed by no check and accepted by nobody" in bench.err


def test_the_same_katas_have_the_same_sample(tmp_path: Path) -> None:
    """Drawn by what they are made from: nobody can choose it, and it is the same everywhere."""
    kata = course(tmp_path, reference=LONG * 2)
    laid = derive_mutants(kata, tmp_path / "solutions")

    assert sample([laid]) == sample([derive_mutants(kata, tmp_path / "solutions")])
    assert len(sample([laid])["kata01"]) == SAMPLE < len(laid.derived.mutants)


def test_the_second_run_marks_nothing(bench: Bench) -> None:
    """What the first found out is kept to its end, and comes to the same table."""
    bench.mutants()
    first, again = bench.table, Pretending()
    bench.runner = again

    bench.mutants()

    assert again.marked == []
    assert bench.table == first


def test_ctrl_c_keeps_what_was_marked(bench: Bench) -> None:
    """Stopped at the fourth: exit 130, no table, and the same command goes on with the others."""
    rest = Pretending()

    bench.runner = Pretending(stops_after=3)
    stopped, told = bench.mutants(), bench.err
    table = (bench.root / "solutions" / "mutants.md").exists()
    bench.runner = rest
    ended = bench.mutants()

    assert (stopped, table, ended) == (130, False, 0)
    assert "Stopped. What was graded is kept: the same command goes on." in told
    assert len(rest.marked) == 11


def test_json(bench: Bench) -> None:
    """One object with both shares, and each survivor with its diff."""
    bench.runner = Pretending(living(BLOCK, SWALLOW))
    bench.accept(SWALLOW)

    assert bench.mutants("--output", "json") == 0
    told = json.loads(bench.out)
    (kata,) = told["katas"]
    assert (told["killed"], told["explained"]) == (0.8571, 0.9286)
    assert (kata["kata"], kata["mutants"], kata["killed"], kata["equivalent"]) == ("kata01", 14, 12, 0)
    assert kata["accepted"] == [{"mutant": SWALLOW, "reason": "Nobody can tell."}]
    assert kata["families"] == {"slip": {"mutants": 8, "killed": 6}, "habit": {"mutants": 6, "killed": 6}}
    assert [(one["mutant"], one["family"]) for one in kata["survivors"]] == [(BLOCK, "slip")]
    assert "-    await asyncio.sleep(pause)" in kata["survivors"][0]["diff"]


def test_killed_by_luck_is_told(bench: Bench) -> None:
    """A mutant that another seed lets live is killed, and named as one to look at."""
    seen: set[str] = set()

    def first_time(source: str, seed: str) -> bool:
        lives = source not in seen and source in {mutant.source for mutant in mutants() if mutant.id == BLOCK}
        seen.add(source)
        return lives

    bench.runner = Pretending(first_time)

    bench.mutants()

    assert "14 killed" in bench.out
    assert f"    killed by some seeds only: {BLOCK}" in bench.out


def test_quick_without_check_is_usage(bench: Bench) -> None:
    """It says what was meant."""
    assert bench.mutants("--quick") == 2
    assert "grade dev mutants --check --quick" in bench.err


def test_without_a_reference_there_is_nothing_to_derive(bench: Bench) -> None:
    """As in a student edition: told in a sentence."""
    (bench.root / "solutions" / SLUG / "greeting.py").unlink()

    assert bench.mutants() == 3
    assert "kata01 has no reference here" in bench.err
