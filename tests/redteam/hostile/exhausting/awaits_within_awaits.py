"""Hands the examiner coroutines that await the examiner's, that await its own, without end."""
# bench: value


class Deep:
    def __await__(self):
        yield from Deep().__await__()


async def give(job):
    job.close()
    return await Deep()
