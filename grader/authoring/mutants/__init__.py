"""Programs derived from a reference, each with one thing changed: whether a kata's checks notice it."""
