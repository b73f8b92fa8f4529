"""Moodle's grading worksheet as sites in other languages write it: columns are told by place and content."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from grader.classroom.exports import NothingToSend
from tests.exports.people import BILL, PLAIN, SCORED, ZOE, exported, refused, table

GERMAN = (
    "\ufeffID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
    '"Zuletzt geändert (Abgabe)","Texteingabe online","Zuletzt geändert (Bewertung)","Feedback als Kommentar"\n'
    'Teilnehmer/in31,Bill Blend,bill@example.org,"Zur Bewertung abgegeben",,"10,00",Ja,'
    '"Montag, 1. Juni 2026, 09:00",<p>hier</p>,-,\n'
    'Teilnehmer/in32,Zoë Núñez,zoe@EXAMPLE.org,Keine Abgabe,"8,00","10,00",Ja,-,,'
    '"Dienstag, 2. Juni 2026, 10:30",von Hand\n'
)
FRENCH = (
    "Identifiant,Nom complet,Statut,Groupe,Note,Note maximale,État du workflow,Modification de note possible,"
    "Dernière modification (travail remis),Dernière modification (note),Feedbacks par commentaires\n"
    "Participant 31,Bill Blend,Remis pour évaluation,G1,,10.00,Non évalué,Oui,"
    '"lundi 1 juin 2026, 09:00",-,\n'
    "Participant 32,Zoë Núñez,Pas de remise,G1,,10.00,Non évalué,Non,-,-,\n"
)
JAPANESE = (
    "識別子,フルネーム,IDナンバー,ステータス,評点,最大評点,評点変更可,"
    "最終更新日時 (提出),最終更新日時 (評点),フィードバックコメント\n"
    '参加者31,Blend Bill,S0012,評定のために提出済み,,10.00,Yes,"2026年 06月 1日(月曜日) 09:00",-,\n'
    "参加者32,Núñez Zoë,0123456,未提出,,10.00,Yes,-,-,\n"
)
SCALE = (
    "ID,Vollständiger Name,Status,Bewertung,Skala,Bewertung kann geändert werden,Zuletzt geändert (Bewertung)\n"
    'Teilnehmer/in 31,Bill Blend,Abgegeben,,"nicht bestanden, bestanden",Ja,-\n'
)
LATE = "2 h 5 min late, 0.5 off"


def read(content: bytes) -> list[list[str]]:
    """The rows after the heading."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))[1:]


@pytest.mark.parametrize(
    ("template", "grade"), [(GERMAN, 4), (FRENCH, 4), (JAPANESE, 4)], ids=["German", "French", "Japanese"]
)
def test_a_worksheet_of_another_language_is_filled(template: str, grade: int) -> None:
    """Grade and feedback are in their own columns, the last one, and nothing else has changed."""
    content, notes = exported("moodle-worksheet", table([(BILL, [SCORED])]), template=template.encode())

    before = read(template.encode())
    before[0][grade], before[0][-1] = "9.5", LATE
    assert before == read(content)
    assert notes.rows == 1


def test_the_participants_number_is_read_in_any_words() -> None:
    """Without a name or an address the roster's participant tells who it is, also where no space stands before it."""
    heading = "ID,Status,Bewertung,Bestwertung,Zuletzt geändert (Bewertung)\n"
    blind = f"{heading}Teilnehmer/in31,-,,10,-\nTeilnehmer/in3,-,,10,-\n"
    bill = replace(BILL, ids={"participant": "31"})

    content, _ = exported("moodle-worksheet", table([(bill, [PLAIN])]), template=blind.encode())

    assert read(content) == [["Teilnehmer/in31", "-", "8", "10", "-"], ["Teilnehmer/in3", "-", "", "10", "-"]]


def test_what_is_locked_is_left_in_any_language() -> None:
    """Moodle skips such a row without a word, so it is not filled and told."""
    content, notes = exported("moodle-worksheet", table([(BILL, [PLAIN]), (ZOE, [PLAIN])]), template=FRENCH.encode())

    assert [row[4] for row in read(content)] == ["8", ""]
    assert any("locked" in sentence for sentence in notes.sentences())


def test_a_teachers_own_words_stay_in_any_language() -> None:
    """The cell for feedback has words already: they stay."""
    content, notes = exported("moodle-worksheet", table([(ZOE, [SCORED])]), template=GERMAN.encode())

    assert [read(content)[1][place] for place in (4, -1)] == ["9.5", "von Hand"]
    assert any("other words" in sentence for sentence in notes.sentences())


def test_a_worksheet_that_cannot_be_read_is_refused() -> None:
    """Where no column is one of points, as with a scale, nothing is guessed: exit code 1, and what to say where."""
    with pytest.raises(NothingToSend) as told:
        exported("moodle-worksheet", table([(BILL, [PLAIN])]), template=SCALE.encode())

    assert told.value.code == 1
    assert "the grades" in told.value.message and "Skala" in told.value.hint and "moodle-worksheet" in told.value.hint


def test_two_of_one_participant_are_both_named() -> None:
    """The roster gives two people one number: neither gets the points, and both are told."""
    two = [replace(one, ids={"participant": "31"}) for one in (BILL, ZOE)]

    notes = refused("moodle-worksheet", table([(one, [PLAIN]) for one in two]), template=GERMAN.encode())

    assert {"Bill Blend (S0012)", "Zoë Núñez (0123456)"} == set(notes.left_out)
