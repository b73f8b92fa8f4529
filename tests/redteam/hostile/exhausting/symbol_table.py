"""Is small, and has a symbol table that no memory holds: every function within sees every name around it."""
# wall: full
# make: symbol_table
