"""Believes that a task starts where it is made."""
# misconception: M25
# breaks: rule 2
# caught by: test_never_pauses
# student reads: create_task does not run a single line

from __future__ import annotations

ANSWERS: dict[str, list[str]] = {
    "never_pauses": ["other", "one", "two", "three", "main"],
    "sleep_zero": ["other 0", "one", "other 1", "two", "other 2", "main"],
    "already_done": ["bread in", "bread out", "bread", "bread", "main", "bell", "end"],
    "done_future": ["full", "main", "other", "filled", "end"],
    "full_queue": ["got a", "got b", "other", "other puts", "other has put", "got c"],
    "free_lock": ["inside 0", "inside 1", "between", "other", "slept", "outside", "other inside"],
    "greedy_source": ["other", "0", "1", "2", "main"],
    "ready_order": ["old", "young", "young", "young", "young home", "old", "old home"],
    "child_first": ["child", "grown up", "made", "other", "child", "grown up"],
}
