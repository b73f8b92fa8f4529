"""The texts that every new kata begins with; `$$name` stands for what is filled in."""

from __future__ import annotations

from grader.model import Kind

TASKS = {
    Kind.IMPLEMENT: "Fill in the functions in `$submit`.",
    Kind.BUILD: "Fill in `$submit`. TODO: say which names are locked here, as kata.yaml lists them, and why.",
    Kind.FIX: "`$submit` runs, and is wrong. Repair it. TODO: say what must stay as it is.",
    Kind.REFACTOR: "`$submit` is right, and slow. Make it fast. TODO: say what must stay as it is.",
    Kind.PREDICT: "Each program below is run alone. In `$submit`, fill in what each of them prints.",
}
README = """\
# $title

TODO: the story, in three to five sentences: who has which trouble, and why it matters. No word of the solution.

## The contract

$task

1. TODO: one promise a sentence, with its moment: what happens, when, in which order. Checks name it: rules=1.
2. TODO: what happens when something fails; which exception leaves, and when.
3. TODO: what happens when the caller is cancelled.
4. TODO: the edges: nothing to do, one, the same one twice. And what does not occur, so that nobody writes code for it.

## An example

```python
TODO  # one call and what it gives, with its time; other values than the hidden checks use
```

## What you need to know

TODO: the two or three facts of asyncio that this kata needs, and what lesson notes often get wrong about them.

## Check yourself

```
grade $id
```
"""
KATA_YAML = """\
title: $quoted_title
track: $track
kind: $kind                 # implement | fix | refactor | predict | build
difficulty: $difficulty                  # 1 to 5, for 10, 15, 25, 40 or 60 points in all
submit: $submit
after: [$after]             # the katas to do first
seeds: []                      # codes of the lessons' concepts, if your lessons number them
concepts: []                   # what it teaches, in a word or two each
locked: []                     # names that a submission may not use, such as asyncio.gather; then also, why:
# locked_because: you are building what it does
docs: []                       # such as library/asyncio-task.html#asyncio.gather
hints:                         # three, from a nudge to nearly the answer
  - "TODO: a nudge: a question to ask oneself."
  - "TODO: the idea: which tool, and why."
  - "TODO: nearly the answer."
"""
