"""What an instructor reads: boards, reports and lists of a class, as text, HTML and JSON. Pure."""
