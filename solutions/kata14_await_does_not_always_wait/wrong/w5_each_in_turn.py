"""Believes that the loop lets each task run in turn, ready or not."""
# misconception: M21
# breaks: rule 2
# caught by: test_who_is_ready_first
# student reads: it is not each in turn

from __future__ import annotations

ANSWERS: dict[str, list[str]] = {
    "never_pauses": ["one", "two", "three", "main", "other"],
    "sleep_zero": ["one", "other 0", "two", "other 1", "main", "other 2"],
    "already_done": ["bread in", "bread out", "bread", "bread", "main", "bell", "end"],
    "done_future": ["full", "main", "other", "filled", "end"],
    "full_queue": ["got a", "got b", "other", "other puts", "other has put", "got c"],
    "free_lock": ["inside 0", "inside 1", "between", "other", "slept", "outside", "other inside"],
    "greedy_source": ["0", "1", "2", "main", "other"],
    "ready_order": ["old", "young", "old", "young", "old home", "young", "young home"],
    "child_first": ["child", "grown up", "made", "other", "child", "grown up"],
}
