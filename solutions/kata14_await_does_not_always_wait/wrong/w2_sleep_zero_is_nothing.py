"""Believes that sleep(0) does nothing."""
# misconception: M00
# breaks: rule 2
# caught by: test_sleep_zero
# student reads: a pause of no length, and not none

from __future__ import annotations

ANSWERS: dict[str, list[str]] = {
    "never_pauses": ["one", "two", "three", "main", "other"],
    "sleep_zero": ["one", "two", "main", "other 0", "other 1", "other 2"],
    "already_done": ["bread in", "bread out", "bread", "bread", "main", "bell", "end"],
    "done_future": ["full", "main", "other", "filled", "end"],
    "full_queue": ["got a", "got b", "other", "other puts", "other has put", "got c"],
    "free_lock": ["inside 0", "inside 1", "between", "other", "slept", "outside", "other inside"],
    "greedy_source": ["0", "1", "2", "main", "other"],
    "ready_order": ["old", "young", "young", "young", "young home", "old", "old home"],
    "child_first": ["child", "grown up", "made", "other", "child", "grown up"],
}
