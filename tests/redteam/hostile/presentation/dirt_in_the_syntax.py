"""Does not compile, on account of characters that turn the line around."""
# make: dirt_in_the_syntax
