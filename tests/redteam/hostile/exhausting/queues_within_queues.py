"""Fills the check's own queues with one another, thousands of times, and gives one of them for a value."""
# bench: queue


async def forward(coming, going):
    for one, other in ((coming, going), (going, coming)):
        for _ in range(20):
            one.put_nowait([other] * 2_000)
