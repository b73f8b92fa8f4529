"""Is larger than a file may be."""
# make: too_large
