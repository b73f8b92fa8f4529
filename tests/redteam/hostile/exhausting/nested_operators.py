"""Is an expression deeper than a compiler goes."""
# make: nested_operators
