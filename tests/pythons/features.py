"""A submission that drives asyncio's features, each in one function that gives plain data of what it saw.

The same functions run on a plain loop of asyncio: what they give there, on this Python, is what must come out of a
check. `LOOP` makes the loops of those that run one of their own.
"""

import asyncio
import contextvars
import inspect
import io
import sys
import threading

FEATURES = {}
LOOP = None
VAR = contextvars.ContextVar("VAR", default="unset")


def feature(function, *, since=(3, 11)):
    """A feature of asyncio's, on Pythons that have it."""
    if sys.version_info >= since:
        FEATURES[function.__name__] = function
    return function


def since(*version):
    return lambda function: feature(function, since=version)


# -- the four contexts; the first is a check that awaits the function


async def awaited(name):
    return await FEATURES[name]()


async def in_own_task(name):
    return await asyncio.create_task(FEATURES[name]())


def in_own_run(name):
    with asyncio.Runner(loop_factory=LOOP) as runner:
        return runner.run(FEATURES[name]())


# -- helpers


def told(error):
    """An exception as plain data."""
    if isinstance(error, BaseExceptionGroup):
        return [type(error).__name__, [told(inner) for inner in error.exceptions]]
    return [type(error).__name__, list(error.args)]


async def outcome(awaitable):
    """What it gives, or the exception it ends with."""
    try:
        return await awaitable
    except BaseException as error:
        return told(error)


class Watch:
    """Virtual seconds since it was made, and notes with them."""

    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.began = self.loop.time()
        self.notes = []

    def elapsed(self):
        return round(self.loop.time() - self.began, 6)

    def note(self, what):
        self.notes.append([self.elapsed(), what])


async def after(delay, value):
    await asyncio.sleep(delay)
    if isinstance(value, Exception):
        raise value
    return value


# -- tasks


@feature
async def current_task():
    task = asyncio.current_task()
    inner = await asyncio.create_task(after(0, 1))
    return [
        isinstance(task, asyncio.Task),
        type(task).__name__,
        task is asyncio.current_task(),
        task in asyncio.all_tasks(),
        task.done(),
        task.cancelling(),
        task.get_loop() is asyncio.get_running_loop(),
        inner,
    ]


@feature
async def all_tasks():
    before = asyncio.all_tasks()
    task = asyncio.create_task(after(1, 1), name="mine")
    during = asyncio.all_tasks() - before
    of_loop = asyncio.all_tasks(asyncio.get_running_loop()) - before
    await task
    return [
        asyncio.current_task() in before,
        [one.get_name() for one in during],
        of_loop == during,
        asyncio.all_tasks() == before,
    ]


@feature
async def names():
    task = asyncio.create_task(after(0, 1), name="a name")
    seen = [task.get_name()]
    task.set_name(7)
    seen.append(task.get_name())
    await task
    own = asyncio.current_task()
    own.set_name("renamed")
    return [*seen, own.get_name()]


@feature
async def get_coro():
    made = after(0, 1)
    task = asyncio.create_task(made)
    seen = [task.get_coro() is made, inspect.iscoroutine(task.get_coro()), task.get_coro().__name__]
    await task
    own = asyncio.current_task().get_coro()
    return [*seen, task.get_coro() is made, inspect.iscoroutine(own), asyncio.iscoroutine(own)]


@feature
async def stacks():
    task = asyncio.create_task(after(1, 1))
    await asyncio.sleep(0)
    printed = io.StringIO()
    task.print_stack(file=printed)
    asyncio.current_task().print_stack(file=io.StringIO())
    frames = [frame.f_code.co_name for frame in task.get_stack()]
    await task
    return [frames, "line" in printed.getvalue(), task.get_stack()]


@since(3, 12)
async def get_context():
    VAR.set("here")
    seen = asyncio.current_task().get_context()[VAR]

    async def sets():
        VAR.set("set in the context that was given")

    given = contextvars.copy_context()
    task = asyncio.create_task(sets(), context=given)
    same = task.get_context() is given
    await task
    await asyncio.create_task(sets(), context=asyncio.current_task().get_context())
    return [seen, same, given[VAR], VAR.get()]


@feature
async def contexts():
    VAR.set("outer")

    async def child():
        before = VAR.get()
        VAR.set("inner")
        await asyncio.sleep(0)
        return [before, VAR.get()]

    seen = await asyncio.gather(child(), child())
    called = []
    asyncio.get_running_loop().call_soon(lambda: called.append(VAR.get()))
    VAR.set("later")
    await asyncio.sleep(0)
    token = VAR.set("for a while")
    await asyncio.sleep(0)
    VAR.reset(token)
    in_thread = await asyncio.to_thread(VAR.get)
    return [seen, called, VAR.get(), in_thread]


@feature
async def cancel_with_a_message():
    seen = []

    async def waits():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError as error:
            seen.append(["inside", list(error.args)])
            raise

    task = asyncio.create_task(waits())
    await asyncio.sleep(1)
    asked = [task.cancel("why"), task.cancelling()]
    ended = await outcome(task)
    return [asked, seen, ended, task.cancelled(), await outcome(task)]


@feature
async def cancel_oneself():
    task = asyncio.current_task()
    task.cancel("myself")
    ended = await outcome(asyncio.sleep(1))
    count = [task.cancelling(), task.uncancel(), task.cancelling(), task.uncancel()]
    await asyncio.sleep(0)
    return [ended, count]


@feature
async def cancel_before_it_starts():
    task = asyncio.create_task(after(1, 1))
    task.cancel("early")
    return [await outcome(task), task.cancelled()]


@feature
async def cancel_is_caught():
    async def stays():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            own = asyncio.current_task()
            return [own.cancelling(), own.uncancel(), own.cancelling()]

    task = asyncio.create_task(stays())
    await asyncio.sleep(0)
    task.cancel()
    return [await task, task.cancelled(), task.cancelling()]


@feature
async def done_callbacks():
    watch = Watch()
    task = asyncio.create_task(after(1, "value"))
    task.add_done_callback(lambda done: watch.note(done.result()))
    removed = lambda done: watch.note("removed")  # noqa: E731
    task.add_done_callback(removed)
    count = task.remove_done_callback(removed)
    await task
    await asyncio.sleep(0)
    return [watch.notes, count]


@feature
async def futures():
    loop = asyncio.get_running_loop()
    future, failed, dropped = loop.create_future(), loop.create_future(), loop.create_future()
    loop.call_later(1, future.set_result, 5)
    failed.set_exception(KeyError("k"))
    dropped.cancel("not needed")
    seen = [await future, future.done(), await outcome(failed), told(failed.exception()), await outcome(dropped)]
    try:
        future.set_result(6)
    except asyncio.InvalidStateError as error:
        seen.append(type(error).__name__)
    return seen


@feature
async def destroyed_future_is_shielded():
    task = asyncio.create_task(after(2, "kept"))
    shielded = asyncio.shield(task)
    await asyncio.sleep(1)
    shielded.cancel("only the shield")
    return [await outcome(shielded), task.cancelling(), await task]


# -- structured


@feature
async def task_group():
    watch = Watch()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(after(delay, delay), name=f"t{delay}") for delay in (2, 1)]
    return [[task.result() for task in tasks], [task.get_name() for task in tasks], watch.elapsed()]


@feature
async def task_group_fails():
    watch = Watch()

    async def stopped():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError as error:
            watch.note(told(error))
            raise

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(stopped())
            group.create_task(after(1, ValueError("v")))
            await asyncio.sleep(9)
    except* ValueError as errors:
        watch.note(told(errors))
    own = asyncio.current_task()
    return [watch.notes, own.cancelling()]


@feature
async def task_group_cancelled_from_outside():
    async def grouped():
        async with asyncio.TaskGroup() as group:
            group.create_task(after(9, 1))
            await asyncio.sleep(9)

    task = asyncio.create_task(grouped())
    await asyncio.sleep(1)
    task.cancel("outside")
    return [await outcome(task), task.cancelled(), task.cancelling()]


@feature
async def timeout():
    watch = Watch()
    try:
        async with asyncio.timeout(1) as limit:
            await asyncio.sleep(9)
    except TimeoutError as error:
        watch.note([told(error), type(error.__cause__).__name__])
    own = asyncio.current_task()
    return [watch.notes, limit.expired(), own.cancelling()]


@feature
async def timeout_rescheduled():
    watch = Watch()
    async with asyncio.timeout(None) as limit:
        seen = [limit.when()]
        limit.reschedule(watch.loop.time() + 3)
        await asyncio.sleep(2)
        seen.append(round(limit.when() - watch.loop.time(), 6))
    return [seen, limit.expired(), watch.elapsed()]


@feature
async def timeout_at():
    watch = Watch()
    try:
        async with asyncio.timeout_at(watch.loop.time() + 2):
            await asyncio.sleep(9)
    except TimeoutError:
        watch.note("late")
    try:
        async with asyncio.timeout_at(watch.loop.time() - 2):
            await asyncio.sleep(9)
    except TimeoutError:
        watch.note("late at once")
    return watch.notes


@feature
async def timeouts_within_timeouts():
    watch = Watch()
    try:
        async with asyncio.timeout(2) as outer:
            try:
                async with asyncio.timeout(1) as inner:
                    await asyncio.sleep(9)
            except TimeoutError:
                watch.note("inner")
                await asyncio.sleep(9)
    except TimeoutError:
        watch.note("outer")
    return [watch.notes, inner.expired(), outer.expired()]


@feature
async def wait_for():
    watch = Watch()
    seen = [await asyncio.wait_for(after(1, "in time"), 2)]
    seen.append(await outcome(asyncio.wait_for(after(9, 1), 2)))
    seen.append(await outcome(asyncio.wait_for(after(1, KeyError("own")), 2)))
    task = asyncio.create_task(asyncio.wait_for(after(9, 1), 5))
    await asyncio.sleep(1)
    task.cancel("from outside")
    seen.append(await outcome(task))
    return [seen, watch.elapsed()]


@feature
async def shield():
    watch = Watch()
    inner = asyncio.create_task(after(3, "kept"))

    async def shielded():
        return await asyncio.shield(inner)

    task = asyncio.create_task(shielded())
    await asyncio.sleep(1)
    task.cancel("outer")
    return [await outcome(task), inner.done(), await inner, watch.elapsed()]


@feature
async def gather():
    seen = [await asyncio.gather(after(2, "a"), after(1, "b"))]
    seen.append(
        [repr(one) for one in await asyncio.gather(after(1, ValueError("v")), after(2, 2), return_exceptions=True)]
    )
    seen.append(await outcome(asyncio.gather(after(1, ValueError("v")), after(2, 2))))
    child = asyncio.create_task(after(9, 1))
    gathered = asyncio.gather(child, after(9, 2))
    await asyncio.sleep(0)
    child.cancel("one child")
    seen.append(await outcome(gathered))
    whole = asyncio.gather(after(9, 1), after(9, 2))
    await asyncio.sleep(0)
    whole.cancel("the whole")
    seen.append(await outcome(whole))
    return seen


@feature
async def wait():
    watch = Watch()
    tasks = [asyncio.create_task(after(delay, delay)) for delay in (3, 1, 2)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    seen = [[task.result() for task in done], len(pending), watch.elapsed()]
    done, pending = await asyncio.wait(tasks, timeout=1)
    seen += [sorted(task.result() for task in done), len(pending), watch.elapsed()]
    done, _ = await asyncio.wait(tasks)
    return [*seen, len(done), watch.elapsed()]


@feature
async def as_completed():
    watch = Watch()
    for ready in asyncio.as_completed([after(2, "b"), after(1, "a"), after(3, ValueError("c"))]):
        watch.note(await outcome(ready))
    late = []
    for ready in asyncio.as_completed([after(1, "in time"), after(9, "late")], timeout=2):
        late.append(await outcome(ready))
    return [watch.notes, late]


@since(3, 13)
async def as_completed_by_async_for():
    watch = Watch()
    tasks = [asyncio.create_task(after(delay, delay), name=f"t{delay}") for delay in (2, 1)]
    async for task in asyncio.as_completed(tasks):
        watch.note([task in tasks, task.get_name(), task.result()])
    try:
        async for task in asyncio.as_completed([after(1, 1), after(9, 9)], timeout=2):
            watch.note(await task)
    except TimeoutError:
        watch.note("late")
    return watch.notes


# -- synchronisation


@feature
async def queue():
    watch = Watch()
    line = asyncio.Queue(1)

    async def puts():
        for number in range(3):
            await line.put(number)
            watch.note(f"put {number}")

    task = asyncio.create_task(puts())
    for _ in range(3):
        await asyncio.sleep(1)
        watch.note(await line.get())
        line.task_done()
    await asyncio.gather(task, line.join())
    return [watch.notes, line.empty()]


@since(3, 13)
async def queue_shutdown():
    line = asyncio.Queue()
    line.put_nowait(1)
    getters = [asyncio.create_task(outcome(line.get())) for _ in range(2)]
    await asyncio.sleep(0)
    line.shutdown()
    seen = [await getter for getter in getters]
    seen.append(await outcome(line.put(2)))
    busy = asyncio.PriorityQueue()
    busy.put_nowait(3)
    busy.shutdown(immediate=True)
    return [*seen, await outcome(busy.get()), busy.empty()]


@feature
async def barrier():
    watch = Watch()
    gate = asyncio.Barrier(3)

    async def comes(delay):
        await asyncio.sleep(delay)
        async with gate as place:
            watch.note(delay)
            return place

    places = await asyncio.gather(*(comes(delay) for delay in (1, 3, 2)))
    waiting = asyncio.create_task(outcome(gate.wait()))
    await asyncio.sleep(0)
    await gate.abort()
    return [sorted(places), sorted(watch.notes), await waiting, gate.broken]


@feature
async def condition():
    watch = Watch()
    ready, stock = asyncio.Condition(), []

    async def takes(name):
        async with ready:
            await ready.wait_for(lambda: bool(stock))
            watch.note([name, stock.pop()])

    takers = [asyncio.create_task(takes(name)) for name in "ab"]
    for number in range(2):
        await asyncio.sleep(1)
        async with ready:
            stock.append(number)
            ready.notify()
    await asyncio.gather(*takers)
    waiting = asyncio.create_task(outcome(takes("c")))
    await asyncio.sleep(0)
    waiting.cancel()
    return [watch.notes, await outcome(waiting), ready.locked()]


@feature
async def locks():
    watch = Watch()
    lock, limit, event = asyncio.Lock(), asyncio.BoundedSemaphore(2), asyncio.Event()

    async def works(name):
        async with limit, lock:
            watch.note(name)
            await asyncio.sleep(1)
        event.set()

    tasks = [asyncio.create_task(works(name)) for name in "abc"]
    await event.wait()
    watch.note("first")
    await asyncio.gather(*tasks)
    return [watch.notes, await outcome(asyncio.wait_for(asyncio.Event().wait(), 1)), lock.locked()]


# -- generators


@feature
async def async_generators():
    seen = []

    async def ticks():
        try:
            for number in range(9):
                yield number
                await asyncio.sleep(1)
        finally:
            seen.append("closed")

    generator = ticks()
    async for number in generator:
        seen.append(number)
        if number == 2:
            break
    await generator.aclose()
    seen.append(await anext(generator, "over"))
    return seen


# -- the loop


@feature
async def order_of_callbacks():
    loop, seen = asyncio.get_running_loop(), []
    loop.call_later(0, seen.append, "later 0")
    loop.call_later(-2, seen.append, "later -2")
    loop.call_later(-5, seen.append, "later -5")
    loop.call_at(loop.time() - 3, seen.append, "at -3")
    loop.call_soon(seen.append, "soon")
    loop.call_soon_threadsafe(seen.append, "threadsafe")
    loop.call_later(1, seen.append, "later 1")
    loop.call_at(loop.time() + 0.5, seen.append, "at 0.5").cancel()
    await asyncio.sleep(2)
    handle = loop.call_later(-1, seen.append, "")
    behind = round(handle.when() - loop.time(), 6)
    handle.cancel()
    return [seen, behind, handle.cancelled()]


@feature
async def exception_handlers():
    loop, seen = asyncio.get_running_loop(), []
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda _, context: seen.append([context["message"][:22], told(context["exception"])]))
    loop.call_soon(lambda: 1 // 0)
    await asyncio.sleep(0)
    is_set = loop.get_exception_handler() is not None
    loop.set_exception_handler(None)
    return [before, [one[1][0] for one in seen], is_set, loop.get_exception_handler()]


@feature
async def debug_mode():
    loop, seen = asyncio.get_running_loop(), []
    loop.set_debug(True)

    def elsewhere(call, *arguments):
        try:
            call(*arguments, print)
        except RuntimeError as error:
            seen.append(type(error).__name__)

    for call, arguments in ((loop.call_soon, ()), (loop.call_later, (9,)), (loop.call_at, (loop.time() + 9,))):
        thread = threading.Thread(target=elsewhere, args=(call, *arguments))
        thread.start()
        thread.join()
    for call in (loop.call_soon, loop.call_soon_threadsafe):
        try:
            call(debug_mode)
        except TypeError:
            seen.append("TypeError")
    loop.set_debug(False)
    return seen


@feature
async def task_factory():
    loop, made = asyncio.get_running_loop(), []

    def factory(loop, coro, **options):
        made.append([coro.__name__, sorted(options)])
        return asyncio.Task(coro, loop=loop, **options)

    def narrow(loop, coro):
        made.append(coro.__name__)
        return asyncio.Task(coro, loop=loop)

    seen = []
    for one in (factory, narrow):
        loop.set_task_factory(one)
        task = asyncio.create_task(after(1, 1))
        named = asyncio.create_task(after(1, 2), name="named") if one is factory else task
        seen.append([await task, await named, named.get_name() == "named"])
        loop.set_task_factory(None)
    return [seen, [one if isinstance(one, str) else one[0] for one in made], loop.get_task_factory()]


@since(3, 12)
async def eager_tasks():
    loop, seen = asyncio.get_running_loop(), []
    loop.set_task_factory(asyncio.eager_task_factory)

    async def begins(delay):
        seen.append(["begins", delay, asyncio.current_task() is not None])
        if delay:
            await asyncio.sleep(delay)
        return delay

    try:
        at_once, later = asyncio.create_task(begins(0)), asyncio.create_task(begins(1))
        seen.append(["made", at_once.done(), later.done()])
        seen.append(await asyncio.gather(at_once, later))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(begins(delay)) for delay in (2, 0)]
        seen.append([task.result() for task in tasks])
    finally:
        loop.set_task_factory(None)
    return [seen, asyncio.current_task() in asyncio.all_tasks()]


@since(3, 14)
async def eager_start():
    seen = []

    async def begins():
        seen.append("begins")
        return 1

    task = asyncio.create_task(begins(), eager_start=True)
    seen.append(task.done())
    return [seen, await task]


@feature
async def threads():
    watch = Watch()
    loop = watch.loop
    event = asyncio.Event()
    seen = [await asyncio.to_thread(sum, [1, 2]), await loop.run_in_executor(None, int, "7")]
    seen.append(await outcome(asyncio.to_thread(int, "x")))
    await asyncio.to_thread(loop.call_soon_threadsafe, event.set)
    await event.wait()

    async def inner():
        await asyncio.sleep(1)
        return "inner"

    def hands_back():
        return asyncio.run_coroutine_threadsafe(inner(), loop).result()

    seen.append(await asyncio.to_thread(hands_back))
    return [seen, watch.elapsed()]


@feature
async def a_loop_in_a_thread():
    async def work():
        return asyncio.current_task() is not None

    def runs():
        with asyncio.Runner(loop_factory=LOOP) as runner:
            return runner.run(work())

    return await asyncio.to_thread(runs)


# -- loops of their own: for plain functions only

RUNS = {}


def of_its_own(function):
    RUNS[function.__name__] = function
    return function


@of_its_own
def runner_keeps_its_context():
    async def sets(value):
        before = VAR.get()
        VAR.set(value)
        await asyncio.sleep(1)
        return before

    with asyncio.Runner(loop_factory=LOOP) as runner:
        seen = [runner.run(sets("first")), runner.run(sets("second"))]
        loop = runner.get_loop()
    return [seen, VAR.get(), loop.is_closed()]


@of_its_own
def run_cancels_what_is_left():
    seen = []

    async def left():
        try:
            for number in range(99):
                seen.append(number)
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def main():
        task = asyncio.create_task(left())
        await asyncio.sleep(0)
        return task.done()

    with asyncio.Runner(loop_factory=LOOP) as runner:
        return [runner.run(main()), seen]


@of_its_own
def run_closes_generators():
    seen = []

    async def ticks():
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(1)
            seen.append("closed")

    async def main():
        generator = ticks()
        seen.append(await anext(generator))
        return generator

    with asyncio.Runner(loop_factory=LOOP) as runner:
        kept = runner.run(main())
    return [seen, kept.ag_frame is None]


@of_its_own
def stop_ends_the_turn():
    loop, seen = (LOOP or asyncio.new_event_loop)(), []

    def step(number):
        seen.append(number)
        if number < 20:
            loop.call_soon(step, number + 1)
        if number == 2:
            loop.stop()
            loop.call_soon(seen.append, "after stop")

    loop.call_soon(step, 0)
    loop.run_forever()
    first = list(seen)
    loop.call_later(1, loop.stop)
    loop.run_forever()
    loop.close()
    return [first, seen[len(first) :], loop.is_running()]


@of_its_own
def stopped_before_it_runs():
    loop, seen = (LOOP or asyncio.new_event_loop)(), []
    loop.call_soon_threadsafe(seen.append, "a")
    loop.call_soon(seen.append, "b")
    loop.stop()
    loop.run_forever()
    loop.call_soon(loop.call_soon, seen.append, "never")
    loop.stop()
    loop.run_forever()
    loop.close()
    return seen


@of_its_own
def run_until_complete():
    loop = (LOOP or asyncio.new_event_loop)()
    seen = [loop.run_until_complete(after(1, "value")), loop.get_exception_handler()]
    loop.call_later(1, loop.stop)
    pending = loop.create_task(after(9, 1))
    try:
        loop.run_until_complete(pending)
    except RuntimeError as error:
        seen.append(told(error))
    pending.cancel()
    loop.run_until_complete(asyncio.wait([pending]))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    return [*seen, pending.cancelled()]


@of_its_own
def errors_leave_a_runner():
    seen = []
    for error in (ValueError("v"), KeyError("k")):
        try:
            with asyncio.Runner(loop_factory=LOOP) as runner:
                runner.run(after(1, error))
        except LookupError as caught:
            seen.append(told(caught))
        except ValueError as caught:
            seen.append(told(caught))
    return seen
