"""Hidden checks of kata04."""

import asyncio

from grader.testing import M00, M25, M38, M40, Diary, Job, Source, beside, check, expect, fail, plain, token

ORDER = "{} was called {}: ask the more special question first"
SYNC = {
    word: M38.because("An ordinary generator was taken for something of asyncio's: nobody can await it")
    for word in ("coroutine", "awaitable", "async generator", "coroutine function", "async generator function")
}
USE = """
import asyncio

async def brews(value):
    return value

async def sings(value):
    yield value

class OwnFuture(asyncio.Future):
    pass

class OwnTask(asyncio.Task):
    pass

class Noted:
    asked = 0
    def __await__(self):
        Noted.asked += 1
        return iter(())

def asked_to_wait(classify):
    classify(Noted())
    return Noted.asked

async def used(classify, value):
    coroutine, generator = brews(value), sings(value)
    classify(coroutine), classify(generator)
    try:
        return [await coroutine, [item async for item in generator], classify(coroutine), classify(generator)]
    except RuntimeError:
        return None

async def inherited(classify):
    task = OwnTask(brews(1))
    gathered = asyncio.gather(brews(2))
    words = [classify(thing) for thing in (task, OwnFuture(), gathered)]
    await task, await gathered
    return words
"""
LOOKS = M25.because("classify called what it was to look at: it looks, and starts nothing")

# These can only be odd where the student's code runs: there they are objects like any other.
KIT = """
import asyncio, functools, linecache

# With a source that can be read, as a function in a file has one.
TEXT = '''
async def counts_inside():
    "It has no yield of its own."
    def counts():
        yield 1
    return list(counts())
'''
linecache.cache["counts_inside.py"] = (len(TEXT), None, TEXT.splitlines(True), "counts_inside.py")
exec(compile(TEXT, "counts_inside.py", "exec"))

class Kettle:
    async def boil(self, litres=1):
        pass

    async def sing(self):
        yield "la"

    async def __call__(self):
        pass

class Waits:
    def __await__(self):
        yield

class Inherits(Waits):
    pass

class Empty(Waits):
    def __len__(self):
        return 0

class Equal(Waits):
    def __eq__(self, other):
        return other == 1_000_003
    def __hash__(self):
        return hash(1_000_003)

class Handmade(Waits):
    def send(self, value):
        pass
    throw = close = send

class Keeps:
    def __init__(self):
        self.func = brew

class Dressed:
    def __init__(self):
        self.__await__ = lambda: iter(())

async def brew(litres):
    pass

def hands_out():
    return brew(1)

METHODS = {
    "yield inside": (counts_inside, "coroutine function"),
    "method": (Kettle().boil, "coroutine function"),
    "partial": (functools.partial(brew, 2), "coroutine function"),
    "partial of a method": (functools.partial(Kettle().boil, litres=3), "coroutine function"),
    "partial of a partial": (functools.partial(functools.partial(brew), 2), "coroutine function"),
    "generator method": (Kettle().sing, "async generator function"),
    "partial of a generator method": (functools.partial(Kettle().sing), "async generator function"),
}
AWAITABLES = {
    "object": (Waits(), "awaitable"),
    "inherited": (Inherits(), "awaitable"),
    "number": (1_000_003, "plain"),
    "equal": (Equal(), "awaitable"),
    "empty": (Empty(), "awaitable"),
    "made by hand": (Handmade(), "awaitable"),
    "class": (Waits, "plain"),
    "keeps a function": (Keeps(), "plain"),
    "wraps a function": (functools.wraps(brew)(lambda: None), "plain"),
    "dressed": (Dressed(), "plain"),
    "called": (Kettle(), "plain"),
    "hands out": (hands_out, "plain"),
    "partial": (functools.partial(len), "plain"),
    "builtin": (len, "plain"),
}

def said(classify, group, name):
    return classify(globals()[group][name][0])

def expected(group):
    return {name: word for name, (_, word) in globals()[group].items()}
"""


# What a wrong word betrays of these; of the others it is that Python looks for `__await__` on the class.
TELLS = {
    "inherited": M00.because("An `__await__` that the class of an object inherits counts as well"),
    "equal": M40.because("An awaitable that is equal to a number seen before was taken for it: look at each object"),
    "empty": M00.because("An awaitable that counts as false is one all the same: ask for the kind, not for the truth"),
    "made by hand": M00.because(
        "Only a call of an async def makes a coroutine: an object with the same methods is none"
    ),
    "keeps a function": M00.because("An object with an attribute called func was taken for a functools.partial"),
    "wraps a function": M00.because("An ordinary function that wraps an async one is an ordinary function"),
}


def ordinary():
    """An ordinary function."""


def counts():
    yield 1


def expect_word(kata, thing, wanted, tells=None):
    """Fail unless `classify` says this word."""
    expect(plain(kata.classify(thing)), wanted, tells=tells)


@check(points=2, needs="test_a_task_and_a_number", rules=5)
async def test_tasks_and_futures(kata, clock):
    """A task is a "task", before it runs and when it is done; a future that is no task is a "future"."""
    task = asyncio.create_task(Job(1)())
    failed = asyncio.create_task(Job(0.5, error=OSError(token()))())
    future, done = (asyncio.get_running_loop().create_future() for _ in range(2))
    done.set_result(token())
    is_future = {"future": M00.because(ORDER.format("A task", "a future"))}
    late = {"awaitable": M00.because(ORDER.format("A future", "an awaitable"))}

    expect_word(kata, task, "task", is_future)
    expect_word(kata, future, "future", late)
    expect_word(kata, done, "future", late)
    await asyncio.wait([task, failed])
    expect_word(kata, task, "task", is_future)
    expect_word(kata, failed, "task", is_future)
    failed.exception()


@check(points=2, needs="test_async_generators", rules=(2, 3, 8))
async def test_looking_changes_nothing(kata, clock):
    """Nothing that is classified is called, awaited or gone through."""
    diary, job, source = Diary(), Job(1.25), Source([(0.5, token())])
    work, items = job(), source()
    function = diary.coroutine_function("function", 1)
    sync = diary.function("sync")

    for thing, wanted in ((work, "coroutine"), (items, "async generator"), (function, "plain"), (sync, "plain")):
        expect_word(kata, thing, wanted, {"coroutine function": LOOKS} if thing is function else None)
    if diary.called or job.started or source.asked:
        fail(LOOKS)
    await asyncio.sleep(1)
    if diary.called or job.started or source.asked:
        fail(LOOKS)

    work.close()


@check(points=1, needs="test_async_generators", rules=8, inside=True)
async def test_what_was_looked_at_can_be_used(kata, clock):
    """What was classified can still be used, and is afterwards what it was; a class may inherit from Task or Future."""
    kit = beside(kata, USE)
    value = token()

    used = plain(await kit.used(kata.classify, value))

    if used is None:
        fail(M25.because("A coroutine that was only to be looked at could not be awaited any more"))
    expect(used[:2], [value, [value]])
    over = M00.because("A coroutine or an async generator that has run to its end still is one")
    expect(used[2:], ["coroutine", "async generator"], tells=lambda _: over)
    inherits = M00.because(
        "A class that inherits from Task or Future makes tasks or futures; so is what gather returns"
    )
    words = plain(await kit.inherited(kata.classify))
    expect(words, ["task", "future", "future"], tells=lambda _: inherits)
    if plain(kit.asked_to_wait(kata.classify)):
        fail(M25.because("classify called the `__await__` of an object: that the class defines one is enough to see"))


@check(points=1, needs="test_a_task_and_a_number", rules=7)
def test_plain_things(kata):
    """Numbers, texts, None, ordinary functions, generators and classes are "plain"."""
    generator = counts()

    for thing in (0, -1.5, "", "coroutine", None, [], {}, ordinary, counts, generator):
        expect_word(kata, thing, "plain", SYNC if thing in (counts, generator) else None)


@check(points=1, needs="test_a_task_and_a_number", rules=6)
async def test_an_object_with_await(kata, clock):
    """An object whose class defines __await__ is an "awaitable"."""
    job = Job(1)

    expect_word(
        kata,
        job,
        "awaitable",
        {"plain": M38.because("An object whose class defines __await__ can be awaited, and was called plain")},
    )
    if job.started:
        fail(LOOKS)


@check(points=1, needs="test_functions_and_coroutines", rules=(2, 3, 4), inside=True)
def test_methods_and_partials(kata):
    """A bound method and a partial are what the function behind them is."""
    told = M00.because("A method or a partial of an async function still makes what that function makes")
    kit = beside(kata, KIT)

    for name, wanted in plain(kit.expected("METHODS")).items():
        got = plain(kit.said(kata.classify, "METHODS", name))
        inside = M38.because("A `yield` in a function inside it makes no async generator function of an `async def`")
        words = {"async generator function": inside} if name == "yield inside" else {}
        expect(got, wanted, tells=words or {word: told for word in ("plain", "awaitable")})


@check(points=1, needs="test_an_object_with_await", rules=(6, 7), inside=True)
def test_await_counts_on_the_class(kata):
    """A class that defines __await__, an __await__ set on an object, and an async __call__ make nothing awaitable."""
    on_class = M38.because("Python looks for `__await__` on the class of an object, not on the object itself")
    called = M38.because("What returns a coroutine when it is called is no coroutine function by that")
    kit = beside(kata, KIT)

    for name, wanted in plain(kit.expected("AWAITABLES")).items():
        got = plain(kit.said(kata.classify, "AWAITABLES", name))
        expect(got, wanted, tells=TELLS.get(name) or {"awaitable": on_class, "coroutine function": called})


@check(points=1, needs="test_functions_and_coroutines", rules=1)
def test_without_a_loop(kata):
    """It answers without an event loop too, a word and nothing else."""
    made = Job(1)()

    try:
        expect_word(kata, made, "coroutine")
        expect_word(kata, Job(1), "awaitable")
    finally:
        made.close()
