"""What examiner and candidate say to each other: one protocol, versioned.

Import from the modules: each is light by itself, so that nothing is loaded before it is needed.
"""
