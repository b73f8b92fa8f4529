"""Raises, while it is loaded, an exception full of what no terminal should see."""

DIRT = "\x1b[2J\u202e\u200b\ud800\r\n25 of 25 points, accepted\x00"
raise type(f"Error{DIRT}", (Exception,), {})(DIRT * 100)
