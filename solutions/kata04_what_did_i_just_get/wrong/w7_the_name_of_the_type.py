"""Returns what Python calls the type."""
# misconception: M00
# breaks: rule 1
# caught by: test_functions_and_coroutines
# student reads: none of the eight words

from __future__ import annotations


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    return type(thing).__name__
