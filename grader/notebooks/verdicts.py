"""What an autograded cell ends in: one number between 0 and the check's points, with nothing on stderr."""

from __future__ import annotations

import contextlib
import gc
import io
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.notebooks.magics import KataMagics

EXTENSION = "grader.notebooks"


class Told(NamedTuple):
    """What a check earned, of how many points, and what there is to say."""

    points: float
    said: str


def verdict_of(kata: str, check: str) -> float:
    """Mark the kata's solution cell, if that is not done yet; say how the check ended, and give what it earned."""
    # Coroutines that other cells forgot would otherwise complain here, and nbgrader gives 0 for any word on stderr.
    with contextlib.redirect_stderr(io.StringIO()):
        gc.collect()
        told = _told(kata, check)
        sys.stdout.write(told.said + "\n")
        return told.points


def told_by(document: Mapping[str, Any], check: str) -> Told:
    """What a student's report says of one check. A verdict that no check explains earns nothing. Pure."""
    from grader.exports.attempts import said

    if document["reason"]:
        return Told(0.0, f"0 points: {document['reason']}")
    found = next((one for one in document["checks"] if one["id"] == check), None)
    if found is None:
        return Told(0.0, f"0 points: {check} was not judged, since this copy of the course does not have it.")
    most = float(found["max"])
    points = min(max(float(found["points"]), 0.0), most)
    words = said(found)
    # Where nobody has other words, they hold the sentence.
    told = words if found["sentence"] in words else f"{found['sentence']}\n{words}"
    return Told(points, f"{points:g} of {most:g} points. {told}")


def _told(kata: str, check: str) -> Told:
    try:
        document = _magics().document(kata)
        return Told(0.0, NO_SOLUTION.format(kata)) if document is None else told_by(document, check)
    except GraderError as error:
        return Told(0.0, f"0 points, NOT MARKED: {error.message} {error.hint}")
    except Exception as error:
        return Told(0.0, f"0 points, NOT MARKED, which is our fault: {type(error).__name__}: {error}")


def _magics() -> KataMagics:
    """This kernel's `%%kata`; the extension is loaded where no cell did that."""
    from IPython.core.getipython import get_ipython

    from grader.notebooks.magics import KataMagics

    shell = get_ipython()
    registry = shell.magics_manager.registry
    if KataMagics.__name__ not in registry:
        shell.extension_manager.load_extension(EXTENSION)
    magics: KataMagics = registry[KataMagics.__name__]
    return magics


NO_SOLUTION = "0 points: no cell that begins with %%kata {} was run before this one."
