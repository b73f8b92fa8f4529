"""A course as its instructor keeps it: many submissions, graded unattended."""
