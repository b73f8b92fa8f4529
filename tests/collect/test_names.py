"""Which kata a file is for, and when a source says it came."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from grader.classroom.collect import KataNames
from grader.classroom.collect.times import brightspace, dashed, iso, moodle
from tests.collect.sources import BERLIN, KATAS, kata

NAMES = KataNames(KATAS)


@pytest.mark.parametrize(
    "name",
    [
        "gather (1).py",
        "gather-2.py",
        "gather_3.py",
        "Gather.py",
        "GATHER.PY",
        "gather - Copy.py",
        "gather - Copy (2).py",
        "Copy of gather.py",
        "gather-1-2.py",
        "gather .py",
        "\uff47ather.py",
    ],
)
def test_a_renamed_file_is_known_and_told_apart_from_an_exact_one(name: str) -> None:
    """What browsers and platforms add to a name is taken off, and the name is not called exact."""
    named = NAMES.of(name)

    assert (named.kata, named.exact) == ("kata01", False)


@pytest.mark.parametrize("name", ["gatherer.py", "gather.txt", "gather.py.txt", "test_gather.py", "gather", ".py", ""])
def test_another_name_is_no_kata(name: str) -> None:
    """What only resembles a kata's name is not guessed to be it."""
    assert NAMES.of(name).kata == ""


def test_a_number_that_belongs_to_the_name_stays() -> None:
    """part_2.py is the kata's own name, and part_2-2.py a renamed one."""
    assert (NAMES.of("part_2.py").kata, NAMES.of("part_2.py").exact) == ("kata03", True)
    assert NAMES.of("part_2-2.py").kata == "kata03"


def test_a_name_that_fits_two_katas_is_neither() -> None:
    """Where two katas differ in capitals only, a third spelling names both."""
    named = KataNames((kata(1, "gather.py"), kata(2, "Gather.py"))).of("GATHER.py")

    assert (named.kata, named.katas) == ("", ("kata01", "kata02"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (dashed("2026-01-31-22-15-07", BERLIN), datetime(2026, 1, 31, 21, 15, 7, tzinfo=UTC)),
        (brightspace("Oct 3, 2025 915 AM", BERLIN), datetime(2025, 10, 3, 7, 15, tzinfo=UTC)),
        (brightspace("Oct 3, 2025 1215 AM", BERLIN), datetime(2025, 10, 2, 22, 15, tzinfo=UTC)),
        (brightspace("October 3, 2025 12:15 PM", BERLIN), datetime(2025, 10, 3, 10, 15, tzinfo=UTC)),
        (moodle("Friday, 3 October 2025, 10:15 PM", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("3 October 2025, 22:15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("Freitag, 3. Oktober 2025, 22:15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("vendredi 3 octobre 2025, 22:15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("viernes, 3 de octubre de 2025, 10:15 p. m.", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("perjantaina 3. lokakuuta 2025 klo 22.15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("пятница, 3 октября 2025, 22:15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("3 Ekim 2025, Cuma, 22:15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("2025年10月3日 星期五 22:15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("วันศุกร์, 3 ตุลาคม 2568, 22:15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("शुक्रवार, 3 अक्टूबर 2025, 10:15 PM", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("Thứ sáu, 3 tháng 10 2025, 10:15 PM", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("petak, 3. listopada 2025., 22:15", BERLIN), datetime(2025, 10, 3, 20, 15, tzinfo=UTC)),
        (moodle("poniedziałek, 3 listopada 2025, 22:15", BERLIN), datetime(2025, 11, 3, 21, 15, tzinfo=UTC)),
        (iso("2026-01-31T18:00", BERLIN), datetime(2026, 1, 31, 17, tzinfo=UTC)),
        (iso("2026-01-31 18:00:00.184427000 Z", BERLIN), datetime(2026, 1, 31, 18, 0, 0, 184427, tzinfo=UTC)),
        (iso("2026-01-31 18:00:00 America/New_York", BERLIN), datetime(2026, 1, 31, 23, tzinfo=UTC)),
        (iso("2026-01-31T18:00:00-05:30", BERLIN), datetime(2026, 1, 31, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_the_courses_zone_unless_it_names_one(moment: datetime | None, expected: datetime) -> None:
    """Each platform's way to write a time comes to the same moment in UTC."""
    assert expected == moment


@pytest.mark.parametrize(
    "moment",
    [
        dashed("2026-02-31-22-15-07", BERLIN),
        dashed("٢٠٢٦-01-31-22-15-07", BERLIN),
        brightspace("Okt 3, 2025 915 AM", BERLIN),
        brightspace("Oct 3, 2025 1315 PM", BERLIN),
        moodle("mar. 3 oct. 2025, 22:15", BERLIN),
        moodle("3 listopada 2025, 22:15", BERLIN),
        moodle("10/3/2025 22:15", BERLIN),
        moodle("Freitag, 31. Februar 2025, 22:15", BERLIN),
        moodle("9" * 100_000, BERLIN),
        iso("2026-01-31", BERLIN),
        iso("2026-01-31T24:00", BERLIN),
        iso("0001-01-01T00:00", BERLIN),
        iso("2026-01-31T18:00 Europe/../../etc", BERLIN),
        iso("2026-01-31T18:00 CEST", BERLIN),
    ],
)
def test_a_moment_that_is_not_certain_is_unknown(moment: datetime | None) -> None:
    """Two months in one, an unknown zone or a day that is not there is no time at all."""
    assert moment is None
