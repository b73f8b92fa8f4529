"""Repositories as students make them: the file at each moment, and nothing of theirs that runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from grader.classroom.collect import Gathered, KataNames, NoSource, SourceFormat, Why, detect, moments_of
from grader.classroom.plan import Adjustment, AdjustmentKind, CoursePlan, KataPlan, LatePolicy, Roster
from grader.classroom.scores.model import Student
from tests.collect.sources import CODE, KATAS, ROSTER, FakeBook, collect, said, whys

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

DEADLINE = datetime(2026, 1, 31, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAN = CoursePlan(
    Path(),
    "",
    ZoneInfo("UTC"),
    (KataPlan("kata01", DEADLINE, LatePolicy(grace_minutes=10)), KataPlan("kata02")),
    Path(),
)
ENV = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(place: Path, *arguments: str, env: Mapping[str, str] = {}) -> str:
    """What git says."""
    made = subprocess.run(
        ["git", "-C", str(place), *arguments], env=ENV | env, check=True, capture_output=True, text=True
    )
    return made.stdout.strip()


def commit(place: Path, files: Mapping[str, bytes | None], when: datetime) -> str:
    """One more commit in a repository, made where there is none; None takes a file away."""
    if not (place / ".git").exists():
        place.mkdir(parents=True)
        git(place, "init", "--quiet", "--initial-branch=main")
    for name, content in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
    git(place, "add", "--all")
    at = f"{int(when.timestamp())} +0000"
    git(place, "commit", "--quiet", "-m", "x", env={"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at})
    return git(place, "rev-parse", "HEAD")


def gathered_from(source: Path, tmp_path: Path, plan: CoursePlan = PLAN, **wanted: object) -> tuple[FakeBook, Gathered]:
    """Collect repositories with this plan's deadlines."""
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    moments = moments_of(plan, plan.adjustments, KataNames(KATAS), ROSTER)
    return collect(source, SourceFormat.GIT, scratch=scratch, env=ENV, moments=moments, **wanted)


def sources(book: FakeBook, kata: str = "kata01") -> dict[tuple[object, object], object]:
    """What was taken for a kata, by whose and when it came."""
    return {(one.owner, one.submitted): one.source for one in book.kept if one.kata == kata}


def test_the_file_is_taken_as_it_was_at_the_deadline_and_as_it_is(tmp_path: Path) -> None:
    """With its grace the deadline gives one submission, the newest commit another, each dated when the file changed."""
    repository = tmp_path / "clones" / "gather-ada-l"
    commit(repository, {"gather.py": b"first\n"}, DEADLINE - 5 * HOUR)
    commit(repository, {"gather.py": b"in time\n"}, DEADLINE + timedelta(minutes=9))
    commit(repository, {"README.md": b"still in time\n"}, DEADLINE + timedelta(minutes=10))
    commit(repository, {"gather.py": b"late\n"}, DEADLINE + HOUR)
    commit(repository, {"gather.py": b"later\n", "retry.py": b"no deadline\n"}, DEADLINE + 2 * HOUR)

    assert SourceFormat.GIT is detect(tmp_path / "clones")
    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert {
        ("ada", DEADLINE + timedelta(minutes=9)): b"in time\n",
        ("ada", DEADLINE + 2 * HOUR): b"later\n",
    } == sources(book, "kata01")
    assert sources(book, "kata02") == {("ada", DEADLINE + 2 * HOUR): b"no deadline\n"}
    assert said(gathered) == []


def test_an_extension_is_one_more_moment(tmp_path: Path) -> None:
    """Who has until later has what was there then, and another student has not."""
    for name in ("ada-l", "ben"):
        for hours in (-1, 1, 3):
            commit(tmp_path / "clones" / name, {"gather.py": f"{hours}\n".encode()}, DEADLINE + hours * HOUR)
    extended = Adjustment("ada", "kata01", AdjustmentKind.EXTENSION, until=DEADLINE + 2 * HOUR)

    book, _ = gathered_from(tmp_path / "clones", tmp_path, replace(PLAN, adjustments=(extended,)))

    assert {
        student: sorted(int(content) for (owner, _), content in sources(book).items() if owner == student)  # type: ignore[call-overload]
        for student in ("ada", "ben")
    } == {"ada": [-1, 1, 3], "ben": [-1, 3]}


def test_a_file_taken_away_before_the_deadline_was_not_handed_in_then(tmp_path: Path) -> None:
    """What is not there at a moment is not searched for before it."""
    repository = tmp_path / "clones" / "ben"
    commit(repository, {"gather.py": b"first\n", "x": b""}, DEADLINE - 2 * HOUR)
    commit(repository, {"gather.py": None}, DEADLINE - HOUR)
    commit(repository, {"gather.py": b"again\n"}, DEADLINE + HOUR)

    book, _ = gathered_from(tmp_path / "clones", tmp_path)

    assert sources(book) == {("ben", DEADLINE + HOUR): b"again\n"}


def test_what_is_merged_counts_from_the_merge(tmp_path: Path) -> None:
    """A branch with early dates that comes in after the deadline was not there at the deadline."""
    repository = tmp_path / "clones" / "ben"
    commit(repository, {"x": b""}, DEADLINE - 3 * HOUR)
    git(repository, "checkout", "--quiet", "-b", "side")
    commit(repository, {"gather.py": b"early\n"}, DEADLINE - 2 * HOUR)
    git(repository, "checkout", "--quiet", "main")
    at = f"{int((DEADLINE + HOUR).timestamp())} +0000"
    git(repository, "merge", "--quiet", "--no-ff", "side", "-m", "m", env={"GIT_COMMITTER_DATE": at})

    book, _ = gathered_from(tmp_path / "clones", tmp_path)

    assert sources(book) == {("ben", DEADLINE + HOUR): b"early\n"}


def test_dates_that_run_backwards_are_told(tmp_path: Path) -> None:
    """A commit dated before the one it builds on shows that somebody set it."""
    repository = tmp_path / "clones" / "ben"
    commit(repository, {"gather.py": b"1\n"}, DEADLINE + HOUR)
    commit(repository, {"gather.py": b"2\n"}, DEADLINE - HOUR)

    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert sources(book) == {("ben", DEADLINE - HOUR): b"2\n"}
    assert said(gathered) == ["ben: has commits dated before the ones they build on: its dates were set by hand"]


def test_a_list_names_students_and_places(tmp_path: Path) -> None:
    """Folders, bare ones too, are read where they are; comments and empty lines are passed over."""
    commit(tmp_path / "one", {"gather.py": CODE}, DEADLINE)
    git(tmp_path, "clone", "--quiet", "--bare", "one", "two.git")
    (tmp_path / "list.txt").write_text(f"# who where\nada one\n\nben   file://{tmp_path}/two.git\n", encoding="utf-8")

    book, _ = gathered_from(tmp_path / "list.txt", tmp_path, is_list=True)

    assert {("ada", "kata01"), ("ben", "kata01")} == book.taken()


@pytest.mark.parametrize("place", ["ext::sh -c touch% owned", "--upload-pack=touch", "nowhere", "file:///nowhere", ""])
def test_a_list_with_another_place_is_usage(place: str, tmp_path: Path) -> None:
    """An address that runs something, an option or a folder that is not there: the line is named, nothing is done."""
    (tmp_path / "list.txt").write_text(f"ada {place}\n", encoding="utf-8")

    with pytest.raises(NoSource) as raised:
        gathered_from(tmp_path / "list.txt", tmp_path, is_list=True)

    assert raised.value.message.startswith("list.txt:1: ")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


def test_a_login_in_a_url_is_not_shown(tmp_path: Path) -> None:
    """A token that stands in the list stays there."""
    (tmp_path / "list.txt").write_text("ada http://me:token@127.0.0.1:1/one.git\n", encoding="utf-8")

    _, gathered = gathered_from(tmp_path / "list.txt", tmp_path, is_list=True)

    assert said(gathered) == ["http://127.0.0.1:1/one.git: could not be cloned; try it by hand: git clone URL"]


def test_one_clone_among_folders_makes_no_list_of_repositories(tmp_path: Path) -> None:
    """A student who handed in their .git as well does not change what the others' folders are."""
    commit(tmp_path / "s" / "ada", {"gather.py": CODE}, DEADLINE)
    for student in ("ben", "cyd"):
        (tmp_path / "s" / student).mkdir()
        (tmp_path / "s" / student / "gather.py").write_bytes(CODE)

    assert SourceFormat.FOLDERS is detect(tmp_path / "s")
    assert {("ada", "kata01"), ("ben", "kata01"), ("cyd", "kata01")} == collect(tmp_path / "s")[0].taken()


def test_a_url_is_cloned_and_one_that_fails_is_listed(tmp_path: Path) -> None:
    """What a server gives is taken, into a place that is removed; another is a line with what to try."""
    commit(tmp_path / "one", {"gather.py": CODE}, DEADLINE)
    git(tmp_path, "clone", "--quiet", "--bare", "one", "served/one.git")
    git(tmp_path / "served" / "one.git", "update-server-info")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "served")))
    serving = Thread(target=server.serve_forever)
    serving.start()
    url = f"http://127.0.0.1:{server.server_port}"
    (tmp_path / "list.txt").write_text(f"ada {url}/one.git\nben {url}/none.git\n", encoding="utf-8")
    try:
        book, gathered = gathered_from(tmp_path / "list.txt", tmp_path, is_list=True)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()

    assert {("ada", "kata01")} == book.taken()
    assert [f"{url}/none.git: could not be cloned; try it by hand: git clone URL"] == said(gathered)


def hostile(repository: Path, owned: Path) -> None:
    """Everything in a repository that could run a command, or claim another date."""
    inner = repository / ".git"
    command = inner / "command"
    command.write_text(f"#!/bin/sh\ntouch {owned}\n", encoding="utf-8")
    command.chmod(0o755)
    with (inner / "config").open("a", encoding="utf-8") as config:
        config.write(
            f"[core]\n fsmonitor = {command}\n pager = {command}\n hooksPath = {inner}/hooks\n sshCommand = {command}\n"
            f" alternateRefsCommand = {command}\n[pager]\n log = {command}\n[diff]\n external = {command}\n"
            f'[diff "x"]\n textconv = {command}\n command = {command}\n[filter "x"]\n smudge = {command}\n'
            f" clean = {command}\n process = {command}\n[gpg]\n program = {command}\n[log]\n showSignature = true\n"
            f'[extensions]\n partialClone = origin\n[remote "origin"]\n promisor = true\n url = ext::{command}\n'
            f" uploadpack = {command}\n[protocol]\n allow = always\n[credential]\n"
            f" helper = !{command}\n[alias]\n rev-list = !{command}\n cat-file = !{command}\n"
        )
    for hook in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(command, inner / "hooks" / hook)
    (inner / "info" / "attributes").write_text("*.py diff=x filter=x\n", encoding="utf-8")


def assert_bait_is_alive(repository: Path, owned: Path, *arguments: str) -> None:
    """Whoever opens the repository in the usual way is caught: else a test of what does not run would prove nothing."""
    subprocess.run(["git", "-C", str(repository), *arguments], env=ENV, capture_output=True, check=False)
    assert owned.exists()


def test_nothing_of_a_repository_runs(tmp_path: Path) -> None:
    """Hooks, configured commands, attributes and a remote to fetch from are not even read; the file is taken."""
    repository, owned = tmp_path / "clones" / "ben", tmp_path / "owned"
    commit(repository, {"gather.py": CODE, ".gitattributes": b"*.py diff=x filter=x\n"}, DEADLINE)
    hostile(repository, owned)

    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert sources(book) == {("ben", DEADLINE): CODE}
    assert (said(gathered), owned.exists()) == ([], False)
    assert_bait_is_alive(repository, owned, "status")


def test_a_missing_object_is_not_fetched(tmp_path: Path) -> None:
    """What a repository says it has elsewhere is a line, and nobody goes there."""
    repository, owned = tmp_path / "clones" / "ben", tmp_path / "owned"
    commit(repository, {"gather.py": CODE}, DEADLINE)
    blob = git(repository, "rev-parse", "HEAD:gather.py")
    hostile(repository, owned)
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert (book.kept, owned.exists()) == ([], False)
    assert_bait_is_alive(repository, owned, "cat-file", "blob", blob)
    assert said(gathered) == ["ben/gather.py: is larger than 256 KiB, or missing in the repository"]


def test_replaced_objects_do_not_count(tmp_path: Path) -> None:
    """git's own way to show one commit for another does not change a date."""
    repository = tmp_path / "clones" / "ben"
    late = commit(repository, {"gather.py": CODE}, DEADLINE + HOUR)
    early = git(repository, "cat-file", "commit", late).replace(str(int((DEADLINE + HOUR).timestamp())), "1000000000")
    told = subprocess.run(
        ["git", "-C", str(repository), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=early + "\n", env=ENV, check=True, capture_output=True, text=True,
    )  # fmt: skip
    git(repository, "replace", late, told.stdout.strip())

    book, _ = gathered_from(tmp_path / "clones", tmp_path)

    assert sources(book) == {("ben", DEADLINE + HOUR): CODE}


def test_a_file_that_is_a_link_or_a_submodule_is_refused(tmp_path: Path) -> None:
    """A link's text is not a submission, and a repository inside a repository is not entered."""
    repository = tmp_path / "clones" / "ben"
    commit(repository, {"x": b""}, DEADLINE - HOUR)
    (repository / "gather.py").symlink_to("/etc/passwd")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},retry.py")
    git(repository, "add", "gather.py")
    git(repository, "commit", "--quiet", "-m", "x")

    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert not book.kept
    assert said(gathered) == [
        "ben/gather.py: is a link",
        "ben/retry.py: is another repository inside this one",
    ]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """Its size is asked for first; the student's other files are taken."""
    repository = tmp_path / "clones" / "ben"
    commit(repository, {"gather.py": b"#" * (20 << 20), "retry.py": CODE}, DEADLINE)

    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert {("ben", "kata02")} == book.taken()
    assert said(gathered) == ["ben/gather.py: is larger than 256 KiB, or missing in the repository"]


@pytest.mark.parametrize("how", ["alternates", "linked objects", "linked pack", "commondir", "gitdir", "linked .git"])
def test_a_repository_that_borrows_objects_is_refused(how: str, tmp_path: Path) -> None:
    """Who knows the hash of a file on the instructor's disk must not get it by that."""
    private = tmp_path / "private"
    commit(private, {"gather.py": b"the reference\n"}, DEADLINE)
    repository = tmp_path / "clones" / "ben"
    commit(repository, {"x": b""}, DEADLINE)
    inner = repository / ".git"
    if how == "alternates":
        (inner / "objects" / "info" / "alternates").write_text(f"{private}/.git/objects\n", encoding="utf-8")
    elif how == "linked objects":
        shutil.rmtree(inner / "objects")
        (inner / "objects").symlink_to(private / ".git" / "objects")
    elif how == "linked pack":
        (inner / "objects" / "pack" / "more").symlink_to(private / ".git" / "objects" / "pack")
    elif how == "commondir":
        (inner / "commondir").write_text(str(private / ".git"), encoding="utf-8")
    else:
        shutil.rmtree(inner)
        if how == "gitdir":
            inner.write_text(f"gitdir: {private}/.git\n", encoding="utf-8")
        else:
            inner.symlink_to(private / ".git")

    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert not book.kept
    assert whys(gathered)[Why.REFUSED] == 1


@pytest.mark.parametrize(
    "head", ["", "ref: refs/heads/../../../x\n", "ref: refs/heads/none\n", "\xff" * 2000, "1" * 40]
)
def test_a_broken_repository_costs_only_itself(head: str, tmp_path: Path) -> None:
    """A HEAD that leads nowhere is a line; the next repository is read."""
    commit(tmp_path / "clones" / "ada-l", {"gather.py": CODE}, DEADLINE)
    commit(tmp_path / "clones" / "ben", {"gather.py": CODE}, DEADLINE)
    (tmp_path / "clones" / "ada-l" / ".git" / "HEAD").write_text(head, encoding="utf-8")

    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert {("ben", "kata01")} == book.taken()
    assert whys(gathered)[Why.REFUSED] == 1


def test_packed_shallow_and_detached_clones_are_read(tmp_path: Path) -> None:
    """Refs in one file, history cut off, no branch at all: each is a clone that people have."""
    commit(tmp_path / "one", {"gather.py": b"old\n"}, DEADLINE - HOUR)
    commit(tmp_path / "one", {"gather.py": CODE}, DEADLINE)
    clones = tmp_path / "clones"
    clones.mkdir()
    git(clones, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/one", "ada-l")
    git(clones, "clone", "--quiet", str(tmp_path / "one"), "ben")
    git(clones / "ben", "gc", "--quiet")
    git(clones, "clone", "--quiet", str(tmp_path / "one"), "cyd")
    git(clones / "cyd", "checkout", "--quiet", "--detach", "HEAD")

    book, gathered = gathered_from(clones, tmp_path)

    assert sources(book) == {("ada", DEADLINE): CODE, ("ben", DEADLINE): CODE, ("cyd", DEADLINE): CODE}
    assert said(gathered) == ["ada-l: is a shallow clone: what was there before its oldest commit is not known"]


def test_a_tree_that_unfolds_without_end_is_cut_off(tmp_path: Path) -> None:
    """Ten folders that each hold the next ten times come to 10^10 files: git is stopped, and the class goes on."""
    repository = tmp_path / "clones" / "ada-l"
    commit(repository, {"x.py": b""}, DEADLINE)
    entry = f"100644 blob {git(repository, 'rev-parse', 'HEAD:x.py')}\tx.py"
    for _ in range(10):
        lines = "\n".join([entry.replace("x.py", f"x{number}.py") for number in range(10)]) + "\n"
        made = subprocess.run(
            ["git", "-C", str(repository), "mktree"], input=lines, env=ENV, check=True, capture_output=True, text=True
        )
        entry = f"040000 tree {made.stdout.strip()}\tx.py"
    tree = entry.split()[2]
    git(repository, "update-ref", "HEAD", git(repository, "commit-tree", tree, "-m", "x"))
    commit(tmp_path / "clones" / "ben", {"gather.py": CODE}, DEADLINE)

    book, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert {("ben", "kata01")} == book.taken()
    assert whys(gathered)[Why.REFUSED] == 1


def test_nothing_is_left_in_the_students_repository(tmp_path: Path) -> None:
    """Reading changes no file of theirs."""
    repository = tmp_path / "clones" / "ben"
    commit(repository, {"gather.py": CODE}, DEADLINE)
    before = {path: path.stat().st_mtime_ns for path in repository.rglob("*")}

    gathered_from(tmp_path / "clones", tmp_path)

    assert before == {path: path.stat().st_mtime_ns for path in repository.rglob("*")}


def test_a_notebook_in_a_repository_is_named(tmp_path: Path) -> None:
    """The line says which command takes it."""
    commit(tmp_path / "clones" / "ben", {"gather.ipynb": b"{}"}, DEADLINE)

    _, gathered = gathered_from(tmp_path / "clones", tmp_path)

    assert said(gathered) == ["ben/gather.ipynb: is a notebook: grade notebooks collect takes those"]


@pytest.mark.parametrize("group", ["team-red", "Team Red", "red"])
def test_a_groups_repository_is_the_groups(group: str, tmp_path: Path) -> None:
    """GitHub Classroom ends its name with the group's, spelt its way."""
    people = Roster((Student("ada", group=group), Student("ben", group=group), Student("cyd")))
    commit(tmp_path / "s" / "week1-team-red", {"gather.py": CODE}, DEADLINE)

    book, gathered = gathered_from(tmp_path / "s", tmp_path, people=people)

    assert ({(f"group:{group}", "kata01")}, []) == (book.taken(), said(gathered))


@pytest.mark.parametrize("login", ["Ada-L", "ADA-L", "ada-l"])
def test_a_login_is_the_same_whatever_its_case(login: str, tmp_path: Path) -> None:
    """As GitHub has it."""
    commit(tmp_path / "s" / f"week1-{login}", {"gather.py": CODE}, DEADLINE)

    book, gathered = gathered_from(tmp_path / "s", tmp_path)

    assert ({("ada", "kata01")}, []) == (book.taken(), said(gathered))
