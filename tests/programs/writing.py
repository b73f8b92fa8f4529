"""Small random asyncio programs, as source: the same for the same seed."""

from __future__ import annotations

from random import Random

MOST_WORKERS = 5
DEEPEST = 3
INDENT = "    "
# Sums of these are exact, also as floats: what is due at the same moment is so for every loop.
DELAYS = ("0", "0", "0.125", "0.25", "0.25", "0.5", "1", "1.5")
SETUP = """\
async def program_{seed}(crew):
    note, start, sleep, loop = crew.note, crew.start, crew.sleep, crew.loop
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    slots, queue, barrier = asyncio.Semaphore(2), asyncio.{queue}(2), asyncio.Barrier(2)
    futures = [loop.create_future() for _ in range(3)]
    handles = []
"""
SOURCE = """\
async def source():
    try:
        for number in range(3):
            await sleep({delay})
            yield number
    finally:
        note("the source is closed")
        await sleep({closing})
        note("the source is closed for good")
"""
Lines = list[str]


class Program:
    """Writes the program of one seed. One that `leaves` tasks behind gives asyncio.run something to do at its end."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._random = Random(seed)
        self.leaves = self._random.random() < 0.15
        self._events = 0
        self._simple = [one for name, one in sorted(vars(Program).items()) if name.startswith("_do_")]
        self._blocks = [one for name, one in sorted(vars(Program).items()) if name.startswith("_with_")]
        self._workers = self._random.randint(2, MOST_WORKERS)
        self.source = self._written()

    def _written(self) -> str:
        """The whole function."""
        queue = self._random.choice(["Queue", "Queue", "LifoQueue", "PriorityQueue"])
        lines = SETUP.format(seed=self.seed, queue=queue).splitlines()
        source = SOURCE.format(delay=self._delay(), closing=self._random.choice(["0", "0.125"]))
        body = ["", *source.splitlines()]
        for number in range(self._workers):
            block = self._block(f"w{number}", number, 0, self._random.randint(2, 5))
            body += ["", f"async def w{number}():", *_indented([*block, f"return {number}"])]
        body.append("")
        for _ in range(self._random.randint(3, 6)):
            body += self._guarded()
        if not self.leaves:
            body.append("await crew.reap()")
        return "\n".join([*lines, *_indented(body)]) + "\n"

    def _guarded(self) -> Lines:
        """One statement of the main coroutine: its end is noted, and it takes two seconds at most."""
        return [
            "try:",
            *_indented(["async with asyncio.timeout(2):", *_indented(self._block("main", -1, 0, 1))]),
            "except (Exception, asyncio.CancelledError) as error:",
            f'{INDENT}note("main", told(error))',
        ]

    def _block(self, who: str, number: int, depth: int, length: int) -> Lines:
        """Some statements of worker `number`, which uses only workers after it."""
        lines: Lines = []
        for _ in range(length):
            deep = depth < DEEPEST and self._random.random() < 0.4
            write = self._random.choice(self._blocks if deep else self._simple)
            lines += write(self, who, number, depth + 1)
            if self._random.random() < 0.5:
                lines.append(self._note(who))
        return lines

    # -- small parts

    def _delay(self) -> str:
        return self._random.choice(DELAYS)

    def _pick(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _note(self, who: str) -> str:
        self._events += 1
        return f'note("{who}", {self._events})'

    def _inner(self, who: str, number: int, depth: int) -> Lines:
        return _indented(self._block(who, number, depth, self._random.randint(1, 2)))

    def _worker(self, after: int) -> str:
        """A coroutine: of a worker after this one, or a sleep after the last."""
        if after + 1 >= self._workers:
            return f"sleep({self._delay()}, {self._random.randint(1, 9)})"
        return f"w{self._random.randint(after + 1, self._workers - 1)}()"

    def _tasks(self, number: int) -> str:
        return ", ".join(f"start({self._worker(number)})" for _ in range(self._random.randint(1, 3)))

    # -- statements

    def _do_sleep(self, who: str, number: int, depth: int) -> Lines:
        return [f"await sleep({self._delay()})", self._note(who)]

    def _do_await(self, who: str, number: int, depth: int) -> Lines:
        return [f'note("{who}", "has", await {self._worker(number)})']

    def _do_start(self, who: str, number: int, depth: int) -> Lines:
        return [f"start({self._worker(number)})"]

    def _do_start_and_await(self, who: str, number: int, depth: int) -> Lines:
        between = self._pick("await sleep(0)", f"await sleep({self._delay()})", self._note(who))
        return [f"child = start({self._worker(number)})", between, f'note("{who}", "child", await child)']

    def _do_cancel(self, who: str, number: int, depth: int) -> Lines:
        return [f'crew.cancel({self._random.randint(0, 9)}, "by {who}")']

    def _do_cancel_myself(self, who: str, number: int, depth: int) -> Lines:
        return ["crew.cancel_me()"]

    def _do_raise(self, who: str, number: int, depth: int) -> Lines:
        return [f'raise ValueError("{who}")'] if self._random.random() < 0.4 else [self._note(who)]

    def _do_event(self, who: str, number: int, depth: int) -> Lines:
        return [self._pick("await event.wait()", "event.set()", "event.set()", "event.clear()")]

    def _do_condition(self, who: str, number: int, depth: int) -> Lines:
        act = self._pick(
            "await condition.wait()", "condition.notify(1)", "condition.notify(2)", "condition.notify_all()"
        )
        return ["async with condition:", f"{INDENT}{act}", f"{INDENT}{self._note(who)}"]

    def _do_barrier(self, who: str, number: int, depth: int) -> Lines:
        return [f'note("{who}", "barrier", await barrier.wait())']

    def _do_queue(self, who: str, number: int, depth: int) -> Lines:
        put = f"await queue.put({self._random.randint(1, 9)})"
        get = f'note("{who}", "got", await queue.get())'
        wait = f'note("{who}", "in time", await asyncio.wait_for(queue.get(), {self._delay()}))'
        return [self._pick(put, put, get, wait)]

    def _do_queue_at_once(self, who: str, number: int, depth: int) -> Lines:
        act = self._pick(f"queue.put_nowait({self._random.randint(1, 9)})", f'note("{who}", queue.get_nowait())')
        return [
            "try:",
            f"{INDENT}{act}",
            "except (asyncio.QueueEmpty, asyncio.QueueFull) as error:",
            f'{INDENT}note("{who}", told(error))',
        ]

    def _do_future(self, who: str, number: int, depth: int) -> Lines:
        future = f"futures[{self._random.randint(0, 2)}]"
        done = self._pick("set_result(7)", "set_result(8)", 'set_exception(ValueError("future"))', 'cancel("future")')
        change = [f"if not {future}.done():", f"{INDENT}{future}.{done}"]
        wait = [f'note("{who}", await {self._pick(future, f"asyncio.shield({future})")})']
        return change if self._random.random() < 0.5 else wait

    def _do_callback(self, who: str, number: int, depth: int) -> Lines:
        what = self._pick(f'note, "{who} called"', "event.set", "event.clear", f'crew.cancel, {number + 1}, "callback"')
        later = f"handles.append(loop.call_later({self._delay()}, {what}))"
        return [self._pick(f"loop.call_soon({what})", later, later)]

    def _do_cancel_callback(self, who: str, number: int, depth: int) -> Lines:
        return ["if handles:", f"{INDENT}handles.pop().cancel()"]

    def _do_context(self, who: str, number: int, depth: int) -> Lines:
        return [self._pick(f"var.set({self._random.randint(1, 9)})", f'note("{who}", "var", var.get())')]

    def _do_count_cancels(self, who: str, number: int, depth: int) -> Lines:
        return [f'note("{who}", "cancelling", asyncio.current_task().cancelling())']

    def _do_gather(self, who: str, number: int, depth: int) -> Lines:
        keep = self._pick("True", "False")
        mapped = "[told(one) if isinstance(one, BaseException) else one for one in results]"
        return [
            f"results = await asyncio.gather({self._tasks(number)}, return_exceptions={keep})",
            f'note("{who}", {mapped})',
        ]

    def _do_wait(self, who: str, number: int, depth: int) -> Lines:
        when = self._pick("FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED")
        timeout = self._pick("None", self._delay())
        options = f"timeout={timeout}, return_when=asyncio.{when}"
        return [
            f"done, pending = await asyncio.wait([{self._tasks(number)}], {options})",
            f'note("{who}", names(done), names(pending))',
        ]

    def _do_wait_for(self, who: str, number: int, depth: int) -> Lines:
        return [f'note("{who}", await asyncio.wait_for({self._worker(number)}, {self._delay()}))']

    def _do_shield(self, who: str, number: int, depth: int) -> Lines:
        return [f'note("{who}", await asyncio.shield(start({self._worker(number)})))']

    def _do_as_completed(self, who: str, number: int, depth: int) -> Lines:
        return [
            f"for one in asyncio.as_completed([{self._tasks(number)}], timeout={self._pick('None', self._delay())}):",
            f'{INDENT}note("{who}", await one)',
        ]

    # -- statements with others in them

    def _with_lock(self, who: str, number: int, depth: int) -> Lines:
        return [f"async with {self._pick('lock', 'slots')}:", *self._inner(who, number, depth)]

    def _with_timeout(self, who: str, number: int, depth: int) -> Lines:
        moved = f"{INDENT}{INDENT}limit.reschedule(loop.time() + {self._delay()})"
        return [
            "try:",
            f"{INDENT}async with asyncio.timeout({self._delay()}) as limit:",
            *_indented(self._inner(who, number, depth)),
            *([moved, *_indented(self._inner(who, number, depth))] if self._random.random() < 0.3 else []),
            "except TimeoutError:",
            f'{INDENT}note("{who}", "too late", limit.expired())',
        ]

    def _with_group(self, who: str, number: int, depth: int) -> Lines:
        members = [
            f"{INDENT}{INDENT}group.create_task({self._worker(number)})" for _ in range(self._random.randint(1, 3))
        ]
        return [
            "try:",
            f"{INDENT}async with asyncio.TaskGroup() as group:",
            *members,
            *_indented(self._inner(who, number, depth)),
            "except BaseExceptionGroup as error:",
            f'{INDENT}note("{who}", told(error))',
        ]

    def _with_except(self, who: str, number: int, depth: int) -> Lines:
        kind = self._pick("Exception", "ValueError", "asyncio.CancelledError", "BaseException")
        after = self._pick("raise", "pass", f"await sleep({self._delay()})", 'raise ValueError("other")')
        return [
            "try:",
            *self._inner(who, number, depth),
            f"except {kind} as error:",
            f'{INDENT}note("{who}", "caught", told(error))',
            f"{INDENT}{after}",
        ]

    def _with_finally(self, who: str, number: int, depth: int) -> Lines:
        after = self._pick(f"await sleep({self._delay()})", "event.set()", self._note(who))
        return ["try:", *self._inner(who, number, depth), "finally:", f"{INDENT}{self._note(who)}", f"{INDENT}{after}"]

    def _with_source(self, who: str, number: int, depth: int) -> Lines:
        leave = [f"if number == {self._random.randint(0, 2)}:", f"{INDENT}break"]
        body = [f'note("{who}", "source", number)', *(leave if self._random.random() < 0.6 else [])]
        body += self._block(who, number, depth, 1) if self._random.random() < 0.3 else []
        if self._random.random() < 0.5:
            return ["async for number in source():", *_indented(body)]
        inner = ["async for number in numbers:", *_indented(body)]
        return ["async with aclosing(source()) as numbers:", *_indented(inner)]


def _indented(lines: Lines) -> Lines:
    return [f"{INDENT}{line}" if line else "" for line in lines]
