"""Doing nothing earns nothing, in every kata: programs made from the stub that do no work at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.curriculum import find_course, load_katas
from grader.examiner import examine
from grader.intake import submission_of
from grader.model import Kata, Verdict

COURSE = find_course(Path(__file__))
KATAS = load_katas(COURSE)
SEED = "5eed" * 8

# What each function of the stub does instead of its work; `first` stands for its first argument.
IDLE = (
    "return None",
    "return []",
    "return {}, []",
    "return [], []",
    "return 0",
    "return ['end']",
    "return first",
    "return await first",
    "await asyncio.Event().wait()",
    "await asyncio.sleep(1e9)",
)
WORDS = ("nothing", "warning", "NameError", "SyntaxError")


class Idle(ast.NodeTransformer):
    """Gives each function of a stub another body; one that is not async gives its first argument back, not awaited."""

    def __init__(self, body: str) -> None:
        self._body = body

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node if node.name == "__init__" else self._emptied(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._emptied(node)

    def _emptied(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        names = [argument.arg for argument in node.args.args if argument.arg != "self"]
        first = names[0] if names else node.args.vararg.arg if node.args.vararg is not None else "None"
        is_async = isinstance(node, ast.AsyncFunctionDef)
        body = self._body if is_async or "await" not in self._body else "return first"
        source = f"async def idle():\n    {body.replace('first', first)}\n"
        (made,) = ast.parse(source).body
        assert isinstance(made, ast.AsyncFunctionDef)
        node.body = made.body
        return node


def idle_programs(stub: str) -> Iterator[str]:
    """The stub with a comment, and the stub with its functions idle in every way; one word for every answer."""
    yield f"{stub}\n# I have not begun yet.\n"
    for body in IDLE:
        tree = ast.fix_missing_locations(Idle(body).visit(ast.parse(stub)))
        yield ast.unparse(tree).replace("import annotations\n", "import annotations\nimport asyncio\n")
    for word in WORDS if "ANSWERS" in stub else ():
        yield stub.replace(': ""', f': "{word}"')


@pytest.mark.parametrize("kata", KATAS, ids=lambda kata: kata.id)
def test_doing_nothing_earns_nothing(kata: Kata) -> None:
    """A stub, a constant, an argument handed back and a wait for ever earn no point in any kata."""
    submissions = [submission_of(kata.submit, program.encode()) for program in idle_programs(kata.stub.read_text())]

    reports = examine(kata, lambda desk: [desk.grade(submission, seed=SEED) for submission in submissions])

    assert [report.points for report in reports] == [0] * len(reports)
    assert {report.verdict for report in reports} == {Verdict.REJECTED}
