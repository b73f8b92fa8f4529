"""Raises, while it is loaded, an exception whose argument no one can turn into text."""

raise ValueError(10**5000)
