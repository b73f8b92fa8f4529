"""A class of awkward people from five platforms: collect, mark with kills in between, look, export; then compare.

Run it by itself: python -m tests.benchmarks.class_run [--students 200] [--kills 2] [--to FOLDER]
Each student hands in three katas: references, alternatives, wrong solutions and stubs. Every hand-in must be in the
gradebook once, be marked once, and have the verdict and points that `grade` gives the same file by itself.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from grader.classroom.exports import FORMATS
from grader.curriculum import load_katas

HOME = Path(__file__).parents[2]
KATAS = ("kata00", "kata11", "kata01")
PLATFORMS = ("canvas", "moodle", "blackboard", "folders", "git")
# Moodle's worksheet tells minutes; a zip of Canvas and plain folders tell no times.
TIMED, MINUTE = ("moodle", "blackboard", "git"), timedelta(minutes=1)
DUE = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
FIRST = (
    *("Zoë", "Ben", "สมชาย", "हिन्दी", "İpek", "נועה", "محمد", "Ann “Bee”", 'Tim "Tom"', "O'Neil", "=cmd()", "José"),
    *("王", "Sam", "Nguye\u0302\u0303n", "می\u200cخواهم", "👩\u200d💻 Dev", "D'Arcy", "Ma Li", "+Plus"),
)
LAST = ("Núñez, Jr.", "Kim", "เพชร", "कुमार", "Şahin", "כהן", "الخطيب", "de la Cruz", "Ли", "Smith-Jones", "Ó Briain")
COURSE = """\
course: Awkward
time_zone: Europe/Berlin
katas_from: {home}
late: {{kind: percent per day, percent: 10, grace_minutes: 10}}
katas:
{katas}
lms:
  oneroster: {{class: c1, school: s1, academic_session: a1}}
"""
HEADINGS = ("id", "first name", "last name", "email", "canvas id", "participant", "username", "github", "lti user id")


@dataclass(frozen=True)
class Program:
    """Something that is handed in for a kata."""

    kata: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Person:
    """A student, by a number."""

    number: int

    @property
    def id(self) -> str:
        """With leading zeros. One that a spreadsheet takes for a formula the roster itself refuses."""
        return f"{self.number:07d}"

    @property
    def first(self) -> str:
        """Several have one name; some are decomposed."""
        name = FIRST[self.number % len(FIRST)]
        return unicodedata.normalize("NFD", name) if self.number % 3 == 0 else name

    @property
    def last(self) -> str:
        """From a list of eleven."""
        return LAST[self.number % len(LAST)]

    @property
    def login(self) -> str:
        """With what platforms use to divide names."""
        return f"u_{self.number}_x"

    @property
    def submitted(self) -> datetime:
        """Before the deadline, and for some up to three days after it."""
        return DUE - timedelta(hours=(self.number * 37) % 200 - 70, minutes=self.number)

    def row(self) -> Sequence[str]:
        """In the roster, the e-mail in another case than the platform has it."""
        github = f"GH-{self.number}"
        mail = f"Person.{self.number}@X.edu" if self.number % 2 else f"person.{self.number}@x.edu"
        ids = (str(9000 + self.number), str(70000 + self.number), self.login, github, f"lti|{self.number}")
        return (self.id, self.first, self.last, mail, *ids)


def programs() -> Iterator[Program]:
    """All that the course has of these katas."""
    for kata in load_katas(HOME):
        if kata.id not in KATAS:
            continue
        folder = HOME / "solutions" / kata.slug
        yield Program(kata.id, "stub", kata.stub.read_bytes())
        for path in (
            folder / kata.submit,
            *sorted(folder.glob("alternatives/*.py")),
            *sorted(folder.glob("wrong/*.py")),
        ):
            yield Program(kata.id, str(path.relative_to(folder)), path.read_bytes())


def handed_in(people: Sequence[Person], pool: Sequence[Program]) -> Mapping[tuple[Person, str], Program]:
    """What each of them hands in."""
    by_kata = {kata: [one for one in pool if one.kata == kata] for kata in KATAS}
    return {
        (person, kata): by_kata[kata][(person.number * 7 + place) % len(by_kata[kata])]
        for person in people
        for place, kata in enumerate(KATAS)
    }


def write_course(folder: Path, people: Sequence[Person]) -> None:
    """course.yaml and the roster."""
    folder.mkdir(parents=True)
    katas = "\n".join(f"  {kata}: {{deadline: 2026-03-10 19:00}}" for kata in KATAS)
    (folder / "course.yaml").write_text(COURSE.format(home=HOME, katas=katas), encoding="utf-8")
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *(person.row() for person in people)])


def download(platform: str, to: Path, given: Mapping[tuple[Person, str], Program], files: Mapping[str, str]) -> Path:
    """What the platform lets an instructor download, in its own form."""
    if platform == "git":
        return _clones(to, given, files)
    if platform == "folders":
        for (person, kata), program in given.items():
            _write(to / person.row()[3].swapcase() / files[kata], program.content)
        return to
    path = to.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, ((person, kata), program) in enumerate(given.items()):
            archive.writestr(_name(platform, person, number, files[kata]), program.content)
    if platform == "moodle":
        _worksheet(path.with_name(f"Grades-{path.stem}.csv"), {person for person, _ in given})
    return path


def _name(platform: str, person: Person, number: int, file: str) -> str:
    if platform == "canvas":
        letters = (
            one for one in f"{person.last}{person.first}".casefold() if one.isalnum() or unicodedata.combining(one)
        )
        return f"{''.join(letters)}_{9000 + person.number}_{500 + number}_{file}"
    if platform == "moodle":
        return f"{person.first} {person.last}_{70000 + person.number}_assignsubmission_file/{file}"
    here = person.submitted + timedelta(hours=1)  # Berlin's winter
    return f"hw_1_{person.login}_attempt_{here:%Y-%m-%d-%H-%M-%S}_{file}"


def _worksheet(path: Path, people: set[Person]) -> None:
    rows = [
        (
            f"Participant {70000 + one.number}",
            one.row()[3].upper(),
            f"{one.submitted + timedelta(hours=1):%A, %d %B %Y, %H:%M}",
        )
        for one in sorted(people, key=lambda one: one.number)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Identifier", "Email address", "Last modified (submission)"), *rows])


def _clones(to: Path, given: Mapping[tuple[Person, str], Program], files: Mapping[str, str]) -> Path:
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull}
    env |= {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for person in dict.fromkeys(person for person, _ in given):
        clone = to / f"week1-gh-{person.number}"
        for kata in KATAS:
            _write(clone / files[kata], given[person, kata].content)
        dates = {f"GIT_{who}_DATE": person.submitted.isoformat() for who in ("AUTHOR", "COMMITTER")}
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
            subprocess.run(["git", "-C", str(clone), *command], env=env | dates, check=True)
    return to


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def grade(folder: Path, *words: str, fails: bool = False) -> str:
    """`python -m grader …` in this folder; gives what it says on both streams."""
    done = subprocess.run(
        [sys.executable, "-m", "grader", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert fails or done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What the gradebook's tables hold."""
    with closing(sqlite3.connect(f"file:{folder / 'gradebook.sqlite3'}?mode=ro", uri=True)) as book:
        return book.execute(query).fetchall()


def run_with_kills(folder: Path, kills: int, of: int) -> list[int]:
    """`grade class run`, killed so often on its way; how many attempts there were at each kill."""
    seen = []
    for number in range(1, kills + 1):
        running = subprocess.Popen(
            [sys.executable, "-m", "grader", "class", "run", "--plain", "--accept-unconfined"],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        while running.poll() is None and _attempts(folder) < of * number // (kills + 1):
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        seen.append(_attempts(folder))
    grade(folder, "class", "run", "--plain", "--accept-unconfined")
    return seen


def _attempts(folder: Path) -> int:
    return int(str(rows(folder, "SELECT count(*) FROM attempt")[0][0]))


def alone(pool: Sequence[Program], scratch: Path, files: Mapping[str, str]) -> Mapping[Program, tuple[str, int]]:
    """The verdict and points that `grade` by itself gives each program."""
    found = {}
    for program in pool:
        if program.name != "stub":
            _write(scratch / files[program.kata], program.content)
            said = grade(
                HOME, program.kata, "--submission", str(scratch / files[program.kata]), "--output", "json", fails=True
            )
            report = json.loads(said[said.index("{") :].splitlines()[0])
            found[program] = (report["verdict"], report["points"])
    return found


def compare(
    folder: Path, given: Mapping[tuple[Person, str], Program], known: Mapping[Program, tuple[str, int]]
) -> Iterator[str]:
    """Everything that is lost, doubled, mistimed or judged otherwise than alone."""
    submissions = Counter(rows(folder, "SELECT owner, kata FROM submission"))
    wanted = {(person.id, kata): program for (person, kata), program in given.items()}
    yield from (f"lost: {key}" for key in wanted.keys() - submissions.keys())
    yield from (f"doubled: {key} {count}" for key, count in submissions.items() if count > 1 or key not in wanted)
    query = "SELECT s.owner, s.kata, a.verdict, a.points FROM submission s LEFT JOIN attempt a ON a.submission = s.id"
    for owner, kata, submitted in rows(folder, "SELECT owner, kata, submitted FROM submission"):
        person = Person(int(str(owner)))
        timed = PLATFORMS[person.number % len(PLATFORMS)] in TIMED
        if timed != (submitted is not None) or (timed and _apart(str(submitted), person.submitted) > MINUTE):
            yield f"{owner} {kata}: at {submitted}, not {person.submitted}"
    marked = Counter(row[:2] for row in rows(folder, query))
    yield from (f"marked {count} times: {key}" for key, count in marked.items() if count > 1)
    for owner, kata, verdict, points in rows(folder, query):
        program = wanted.get((str(owner), str(kata)))
        if program is not None and (verdict, points) != known.get(program, (None, None)):
            yield f"{owner} {kata} {program.name}: {verdict} {points}, alone {known.get(program)}"


def _apart(told: str, moment: datetime) -> timedelta:
    return abs(datetime.fromisoformat(told) - moment)


def exports(folder: Path) -> Iterator[str]:
    """Every export that needs no download, with the first line that is told of it."""
    for name, format in FORMATS.items():
        if not format.needs_template:
            to = f"out/{name}/" if format.per_attempt else f"out/{name}{format.suffix}"
            yield f"{name}: {grade(folder, 'class', 'export', name, '--to', to, '--yes').splitlines()[0]}"
    yield f"push: {grade(folder, 'class', 'export', 'lti-ags', '--to', 'out/lti-items/').splitlines()[0]}"


def main() -> int:
    """The whole run; 1 where anything was lost, doubled or judged otherwise."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--to", type=Path)
    wish = parser.parse_args()
    root = Path(wish.to or tempfile.mkdtemp(prefix="class-run-")).resolve()
    folder, people = root / "course", [Person(number) for number in range(1, wish.students + 1)]
    files = {kata.id: kata.submit for kata in load_katas(HOME) if kata.id in KATAS}
    pool = list(programs())
    given = handed_in(people, pool)
    write_course(folder, people)
    began = time.monotonic()
    for place, platform in enumerate(PLATFORMS):
        own = {key: program for key, program in given.items() if key[0].number % len(PLATFORMS) == place}
        (root / "downloads" / platform).mkdir(parents=True)
        source = download(platform, root / "downloads" / platform / "hand-ins", own, files) if own else None
        if source is not None:
            told = grade(folder, "class", "collect", str(source), "--plain")
            print(f"collected {platform}: {told.splitlines()[0]}", flush=True)
    collected = time.monotonic()
    seen = run_with_kills(folder, wish.kills, sum(program.name != "stub" for program in given.values()))
    marked = time.monotonic()
    told = [
        grade(folder, "class", *words).splitlines()[0]
        for words in (["status"], ["board", "--plain"], ["report", "--plain"])
    ]
    sent = list(exports(folder))
    known = alone(pool, root / "alone", files)
    wrong = list(compare(folder, given, known))
    print(*told, *sent, *wrong[:40], sep="\n")
    verdicts = Counter(str(row[0]) for row in rows(folder, "SELECT verdict FROM attempt"))
    print(f"{len(given)} hand-ins of {len(people)} students, {_attempts(folder)} attempts: {dict(verdicts)}")
    print(f"collecting {collected - began:.1f} s, marking {marked - collected:.1f} s, killed at {seen} attempts")
    print(f"{len(wrong)} lost, doubled, mistimed or judged otherwise")
    if wish.to is None and not wrong:
        shutil.rmtree(root)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
