"""Believes that put runs whoever waits for the item."""
# misconception: M21
# breaks: rule 2
# caught by: test_queue_and_lock
# student reads: put does not run whoever waits

from __future__ import annotations

ANSWERS: dict[str, list[str]] = {
    "never_pauses": ["one", "two", "three", "main", "other"],
    "sleep_zero": ["one", "other 0", "two", "other 1", "main", "other 2"],
    "already_done": ["bread in", "bread out", "bread", "bread", "main", "bell", "end"],
    "done_future": ["full", "main", "other", "filled", "end"],
    "full_queue": ["got a", "got b", "other", "other puts", "got c", "other has put"],
    "free_lock": ["inside 0", "inside 1", "between", "other", "slept", "outside", "other inside"],
    "greedy_source": ["0", "1", "2", "main", "other"],
    "ready_order": ["old", "young", "young", "young", "young home", "old", "old home"],
    "child_first": ["child", "grown up", "made", "other", "child", "grown up"],
}
