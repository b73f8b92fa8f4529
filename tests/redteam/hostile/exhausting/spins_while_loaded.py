"""Loops for ever while it is loaded."""
# wall

while True:
    pass
