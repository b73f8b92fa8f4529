"""One file per format: pure functions from values to text."""
