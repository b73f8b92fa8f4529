"""Swallows what the check finds inside of its context manager."""
# bench: within


class Within:
    value = "anything"

    def __init__(self, work):
        self.work = work

    async def __aenter__(self):
        self.work.close()
        return self

    async def __aexit__(self, kind, error, trace):
        self.value = getattr(error, "expected", None)
        return True


def within(work):
    return Within(work)
