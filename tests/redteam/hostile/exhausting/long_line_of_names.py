"""Is as large as a file may be, in one line of names."""
# make: long_line
