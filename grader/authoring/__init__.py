"""For authors: whether a kata holds what a kata promises."""
