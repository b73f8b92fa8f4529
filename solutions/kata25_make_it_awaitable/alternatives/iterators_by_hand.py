"""Iterators with `__next__` and without `send`, as `await` allows; the Chain awaits in a coroutine of its own."""


class Turns:
    def __init__(self, left, value):
        self.left = left
        self.value = value

    def __iter__(self):
        return self

    def __next__(self):
        if self.left <= 0:
            raise StopIteration(*self.value)
        self.left -= 1


class Ready:
    def __init__(self, value):

        self.value = [value]

    def __await__(self):
        return Turns(0, self.value)


class YieldNow:
    def __await__(self):
        return Turns(1, [])


class Countdown:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        return Turns(self.n, ["liftoff"])


class Chain:
    def __init__(self, *awaitables):
        self.awaitables = awaitables

    async def run(self):
        return [await one for one in self.awaitables]

    def __await__(self):
        return self.run().__await__()
