"""Hidden checks of kata06."""

import asyncio

from grader.testing import (
    LONG,
    M00,
    M01,
    M03,
    M05,
    M08,
    M09,
    M11,
    M12,
    M27,
    Diary,
    Job,
    beside,
    check,
    every_error,
    expect,
    fail,
    number,
    outcome,
    raising,
    token,
)

# Whether a loop was closed can only be asked where the student's code ran.
KIT = """
import asyncio

loops = []

class Stop(BaseException):
    pass

async def read_page(page):
    loops.append(asyncio.get_running_loop())
    await asyncio.sleep(0.25)
    if page < 0:
        raise LookupError(page)
    if page == 0:
        raise Stop
    return "text"

def still_open():
    return sum(not loop.is_closed() for loop in loops)
"""
AGAIN = M12.because("Called once it works, called again it does not: a coroutine, or a loop, is good for one run.")
KEPT = M00.because("A page that has changed meanwhile came as it was read before: read it for each call")


class Shelf:
    """Pages in the place of the library's own, and a note of each reading with the loop it happened in."""

    def __init__(self, kata, *pages, seconds=0.75):
        self._texts = {page: token("text") for page in pages}
        self._seconds = seconds
        self._loops = []
        self._read = []
        kata.read_page = self._read_page

    async def _read_page(self, page):
        # Kept, so that no two loops are one after the other the same object.
        self._loops.append(asyncio.get_running_loop())
        self._read.append(page)
        await asyncio.sleep(self._seconds)
        return self._texts[page]

    def loaded(self, *pages):
        """What these pages, loaded, have to be."""
        return [f"{page}: {self._texts[page]}" for page in pages]

    def loops(self):
        """How many loops pages were read in."""
        return len(set(map(id, self._loops)))


def refusal(call, *given):
    """The RuntimeError that a call ends with where a loop is running; fails where it ends otherwise."""
    try:
        got = call(*given)
    except RuntimeError as error:
        return error
    if asyncio.iscoroutine(got):
        got.close()
    fail(M11.because("A loop is running here, and the door was opened all the same: no RuntimeError was raised"))


@check(points=2, needs="test_many_in_order", rules=3)
def test_one_loop_for_the_list(kata, clock):
    """load_many starts one event loop for the whole list, and reads each number once for each time it stands there."""
    pages = [number(1, 99), number(100, 999), number(1000, 9999)]
    shelf = Shelf(kata, *pages, seconds=LONG[0])
    asked = [*pages, pages[0]]

    with raising({TimeoutError: M00.because("Reading a page takes any time, however long: here an hour.")}):
        loaded = kata.load_many(asked)
    expect(loaded, shelf.loaded(*asked))

    if shelf.loops() > 1:
        fail(M11.because(f"{shelf.loops()} loops were started for {len(asked)} pages: open the door once"))
    expect(
        sorted(shelf._read),
        sorted(asked),
        tells=M00.because("Not each number was read once for each time it was asked for"),
    )


@check(points=1, needs="test_many_in_order", rules=3)
def test_an_empty_list(kata, clock):
    """For an empty list load_many returns [], at once."""
    shelf = Shelf(kata)

    with raising({Exception: M27.because("There was no page to read at all.")}):
        expect(kata.load_many([]), [])
    expect(shelf._read, [])
    clock.took(0.0)


@check(points=1, needs="test_the_door", rules=2)
def test_again_and_again(kata, clock):
    """load and load_many can be called again and again."""
    pages = [number(1, 99), number(100, 999)]
    many = list(range(105))

    with raising({RuntimeError: AGAIN}):
        for _ in range(2):
            # Another text on each page than the first time.
            shelf = Shelf(kata, *pages, *many)
            for page in (*pages, *pages):
                expect(kata.load(page), *shelf.loaded(page), tells=KEPT)
            expect(kata.load_many(many), shelf.loaded(*many), tells=KEPT)


@check(points=2, needs="test_the_core", rules=4)
async def test_the_door_is_for_others(kata, clock):
    """Where a loop is running, load and load_many raise a RuntimeError that names load_async, and nothing is begun."""
    page = number()
    shelf, diary = Shelf(kata, page), Diary()
    kata.load_async = diary.coroutine_function("load_async")

    for call, given in ((kata.load, page), (kata.load_many, [page, page]), (kata.load_many, [])):
        error = refusal(call, given)
        if diary.called:
            fail(M01.because("Before the door was refused a coroutine was made, which nobody awaits: look first"))
        if "load_async" not in str(error):
            fail(M11.because("The RuntimeError does not name load_async, which its caller has to await instead"))
    await asyncio.sleep(5)
    expect(shelf._read, [], tells=M00.because("The door was refused, and yet a page was read"))
    clock.took(5.0, tells=lambda _: M03.because("Refusing took time, in which the running loop stood still"))


@check(points=2, needs="test_the_door", rules=5)
def test_a_failed_reading_leaves(kata, clock):
    """When reading fails, the same exception leaves load and load_many, and the door opens as before."""
    page = number()
    errors = [error for error in every_error() if isinstance(error, Exception)]

    for error in errors:

        async def fails(_, error=error):
            await asyncio.sleep(0.25)
            raise error

        kata.read_page = fails
        for call, given in ((kata.load, page), (kata.load_many, [page])):
            try:
                call(given)
            except Exception as left:
                ended = left
            else:
                fail(M09.because("Reading a page failed, and its caller was not told"))
            if ended is not error:
                with raising(
                    {Exception: M09.because("Another exception has to leave: the very one that reading raised.")}
                ):
                    raise ended

    several = {place: OSError(token()) for place in (page, page + 1, page + 2)}

    async def all_fail(place):
        await asyncio.sleep(0.25)
        raise several[place]

    kata.read_page = all_fail
    try:
        kata.load_many(list(several))
    except Exception as left:
        if not any(left is error for error in several.values()):
            group = M09.because("Several pages of a list failed, and something else left than the exception of one")
            with raising({Exception: group}):
                raise
    else:
        fail(M09.because("Reading each page of a list failed, and its caller was not told"))

    shelf = Shelf(kata, page)
    expect(kata.load(page), *shelf.loaded(page))


@check(points=1, needs="test_the_core", rules=(1, 7))
async def test_the_core_as_it_is(kata, clock):
    """read_page is what it was, and who awaits load_async can be cancelled."""
    page, own = number(), kata.read_page

    patience = M00.because("Reading a page takes any time, however long: here a day.")
    for text in ("", f"  {token('text')}\n", token("text")):
        shelf = Shelf(kata, page, seconds=LONG[1])
        shelf._texts[page] = text
        with raising({TimeoutError: patience}):
            loaded = await kata.load_async(page)
        odd = M00.because("The text of a page has blanks or line ends at its ends, or nothing in it: it stays as it is")
        expect(loaded, f"{page}: {text}", tells=lambda _, odd=odd: odd)
    kata.read_page = own
    began = clock.elapsed
    changed = M00.because("read_page was right as it was, and it reads something else now")
    expect(await kata.load_async(page), f"{page}: page {page} of many", tells=lambda _: changed)
    expect(clock.elapsed - began, 0.5, tells=lambda _: changed)
    work = asyncio.create_task(outcome(kata.load_async(page)))
    await asyncio.sleep(0.375)
    work.cancel()
    if not isinstance(await work, asyncio.CancelledError):
        fail(M05.because("load_async was cancelled, and CancelledError did not leave it"))
    late = M05.because("load_async was cancelled, and CancelledError left it later than at that moment")
    expect(clock.elapsed - began, 0.875, tells=lambda got: late if got > 0.875 else None)

    began, reading = clock.elapsed, Job(9)

    async def read_page(_):
        return await reading()

    kata.read_page = read_page
    work = asyncio.create_task(outcome(kata.load_async(page)))
    await asyncio.sleep(0.25)
    work.cancel()
    if not isinstance(await work, asyncio.CancelledError):
        fail(M05.because("load_async was cancelled, and CancelledError did not leave it"))
    expect(clock.elapsed - began, 0.25, tells=lambda got: late if got > 0.25 else None)
    on = M08.because("load_async was cancelled, and the reading of its page went on")
    expect(reading.cancelled, [began + 0.25], tells=lambda got: None if got else on)


@check(points=1, needs="test_many_in_order", rules=6, inside=True)
def test_the_loop_is_closed(kata, clock):
    """When load or load_many is over, also by a failure, its event loop is closed."""
    kit = beside(kata, KIT)
    kata.read_page = kit.read_page
    page = number()

    kata.load(page)
    kata.load_many([page])
    for last in (-page, 0):
        for call, given in ((kata.load, last), (kata.load_many, [page, last])):
            try:
                call(given)
            except (LookupError, kit.Stop):
                pass

    if kit.still_open():
        fail(M11.because("The door was closed again, and its event loop was still open"))
