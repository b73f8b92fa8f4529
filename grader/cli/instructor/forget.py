"""`grade class forget`: erase a person."""

from __future__ import annotations

import click

from grader.cli.instructor.desk import Desk, at_desk, student_of
from grader.cli.world import World
from grader.course.gradebook import Forgotten
from grader.course.gradebook.lock import only_one
from grader.course.pushing import FILE_NAME as PUSHED
from grader.course.pushing import forget_pushed
from grader.course.roster_row import without_student
from grader.errors import ExitCode
from grader.escaping import one_line

EXAMPLES = """\b
Example:
  grade class forget ada --yes
"""


@click.command(epilog=EXAMPLES)
@click.argument("student")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.pass_obj
def forget(world: World, student: str, yes: bool) -> ExitCode:
    """Erase a student from the gradebook, the roster, and what is remembered of scores sent. It cannot be undone.

    What was handed in as a group stays the others'.
    """
    with at_desk(world, create=True) as opened, only_one(opened.plan.folder):
        who = _id(opened, student)
        question = f"Erase {one_line(who)} from the gradebook and the roster for good?"
        if not yes and not world.ask(question):
            world.say("Nothing was changed.")
            return ExitCode.ACCEPTED
        # The roster last: while a step before it fails, the name still tells whom to erase when it is run again.
        sent = forget_pushed(opened.plan.folder, who)
        _tell(world, opened.book.forget(who))
        if sent:
            world.say(f"{PUSHED}: {sent} scores are forgotten here; the platform they were sent to still has them.")
        if without_student(opened.plan.roster, who):
            world.say(f"{opened.plan.roster.name}: their row is gone.")
        if any(one.student == who for one in opened.plan.adjustments):
            world.complain("course.yaml still names them in an exception: take that out by hand.")
    world.say("Not touched: exports and reports that were made before, downloads, and copies of these files.")
    world.say("Delete those yourself.")
    return ExitCode.ACCEPTED


def _id(opened: Desk, name: str) -> str:
    """Their id by the roster; or the id itself, of somebody who has left the roster and not the gradebook."""
    if any(True for _ in opened.book.submissions(student=name)) or any(
        one.adjustment.student == name for one in opened.book.log()
    ):
        return name
    return student_of(opened.roster(), name).id


def _tell(world: World, told: Forgotten) -> None:
    if told.nothing:
        world.say(f"The gradebook knew nothing of {one_line(told.student)}.")
        return
    world.say(
        f"Erased: {told.submissions} submissions with {told.attempts} attempts and {told.sources} files,"
        f" {told.adjustments} exceptions."
    )
    if told.shared:
        world.say(f"{told.shared} submissions of a group stay, and no longer name them; the code in them may.")
    if told.same_file:
        world.say(f"{told.same_file} files stay, since others handed in the very same bytes.")
