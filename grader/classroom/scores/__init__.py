"""What a class's attempts come to under the course's policy: scores, a board, a summary. Pure, but for the table."""
