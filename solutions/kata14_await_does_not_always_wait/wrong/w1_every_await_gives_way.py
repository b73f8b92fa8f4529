"""Believes that every await hands over to the next."""
# misconception: M26
# breaks: rule 2
# caught by: test_never_pauses
# student reads: does not pause, and nobody else runs

from __future__ import annotations

ANSWERS: dict[str, list[str]] = {
    "never_pauses": ["one", "other", "two", "three", "main"],
    "sleep_zero": ["one", "other 0", "two", "other 1", "main", "other 2"],
    "already_done": ["bread in", "bread out", "bell", "bread", "bread", "main", "end"],
    "done_future": ["other", "full", "main", "filled", "end"],
    "full_queue": ["other", "got a", "got b", "other puts", "other has put", "got c"],
    "free_lock": ["inside 0", "inside 1", "between", "other", "slept", "outside", "other inside"],
    "greedy_source": ["0", "other", "1", "2", "main"],
    "ready_order": ["old", "young", "young", "young", "young home", "old", "old home"],
    "child_first": ["child", "grown up", "made", "other", "child", "grown up"],
}
