"""Is small, and takes for ever to compile: each finally doubles what is in it."""
# wall
# only: test_starts_everything_before_waiting
# make: compile_bomb
