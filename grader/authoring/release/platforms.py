"""What a platform that marks by itself wants to find in an edition. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import yaml

from grader.model import Kata

WORKFLOW = ".github/workflows/classroom.yml"
REPORTER = "classroom-resources/autograding-grading-reporter@v1"


def classroom_files(katas: Sequence[Kata]) -> dict[str, bytes]:
    """GitHub Classroom: a workflow with a step for each kata, whose results its reporter sums up.

    The reporter reads the ids in `runners` and, for each, the variable <ID>_RESULTS (autograding-grading-reporter).
    """
    steps: list[dict[str, object]] = [
        {"uses": "actions/checkout@v4"},
        {"uses": "actions/setup-python@v5", "with": {"python-version": "3.12"}},
        {"name": "Install", "run": "python -m pip install --quiet -e ."},
    ]
    steps += [
        {"name": f"{kata.id} {kata.title}", "id": kata.id, "run": f"python -m grader ci github-classroom {kata.id}"}
        for kata in katas
    ]
    results = {f"{kata.id.upper()}_RESULTS": f"${{{{ steps.{kata.id}.outputs.result }}}}" for kata in katas}
    steps.append(
        {
            "name": "Report",
            "if": "${{ !cancelled() }}",
            "uses": REPORTER,
            "env": results,
            "with": {"runners": ",".join(kata.id for kata in katas)},
        }
    )
    workflow = {
        "name": "Autograding",
        "on": ["push", "workflow_dispatch"],
        "permissions": {"checks": "write", "actions": "read", "contents": "read"},
        "jobs": {
            "run-autograding-tests": {
                "runs-on": "ubuntu-latest",
                "if": "github.actor != 'github-classroom[bot]'",
                "timeout-minutes": 10,
                "steps": steps,
            }
        },
    }
    return {WORKFLOW: yaml.safe_dump(workflow, sort_keys=False, width=120).encode()}


def gradescope_files(katas: Sequence[Kata]) -> dict[str, bytes]:
    """Gradescope: setup.sh and run_autograder at the root, as its autograder specification wants them."""
    here = files(__package__) / "files"
    run = (here / "run_autograder").read_text("utf-8").replace("{katas}", " ".join(kata.id for kata in katas))
    return {"setup.sh": (here / "setup.sh").read_bytes(), "run_autograder": run.encode()}
