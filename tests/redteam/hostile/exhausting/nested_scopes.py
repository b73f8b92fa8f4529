"""Is made of comprehensions within comprehensions, deeper than the compiler's own stack."""
# make: nested_scopes
