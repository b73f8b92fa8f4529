"""One attempt in two processes: an examiner that holds the checks and the clock, a candidate that holds the file."""
