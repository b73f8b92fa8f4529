"""Prints letters under towers of marks, letters that turn lines around, and letters nobody can see."""

SAID = "Z" + "\u0335\u0317\u0489" * 60 + "שלום" + "\u3164\u115f\u2800\u00ad\ufe0f" + "﷽" * 20


async def my_gather(*aws, return_exceptions=False):
    print(SAID)
    raise ValueError(SAID)
