"""Is nested deeper than a parser goes."""
# make: nested_brackets
