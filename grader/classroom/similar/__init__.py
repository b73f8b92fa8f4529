"""Submissions compared: wrong in the identical way, or like nothing known."""
