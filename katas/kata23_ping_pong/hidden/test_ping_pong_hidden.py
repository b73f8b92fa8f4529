"""Hidden checks of kata23."""

import asyncio
from itertools import islice, pairwise

from grader.testing import (
    M00,
    M09,
    M16,
    M23,
    M27,
    M30,
    M40,
    MANY,
    Log,
    beside,
    check,
    every_error,
    expect,
    fail,
    falsy,
    number,
    plain,
    raising,
    token,
)

ENDED = "the generator has ended"
# More than a recursion gets through.
THOUSANDS = 2_500

# Lists cross as copies: a generator that writes into the student's transcript runs beside it.
WRITING = """
logs = []


def writing(lines, error=None):
    def game(num, log):
        logs.append(log)
        log.append(lines[0])
        log.append(f"{lines[1]} {(yield 'first')}")
        log.append(f"{lines[2]} {(yield 'second')}")
        if error is not None:
            raise error
        log.append(lines[3])

    return game


def counting(most):
    def game(num, log):
        for value in range(most):
            yield value

    return game


def last_log():
    return list(logs[-1]) if isinstance(logs[-1], list) else []


def own_lists(from_users):
    first = from_users(2)
    before = list(first)
    return from_users(2) is not first and from_users(3) != first and first == before
"""


class Appending:
    """A log that has an append, and nothing else."""

    _crosses = frozenset({"append"})

    def __init__(self):
        self.lines = []

    def append(self, line):
        """Take one line."""
        self.lines.append(line)


def refuses(generator, word):
    """Whether it cannot receive this word now."""
    try:
        generator.send(word)
    except TypeError:
        return True
    return False


def answer(generator, word):
    """What it yields to this word, or that it has ended."""
    try:
        return generator.send(word)
    except StopIteration:
        return ENDED


@check(points=1, rules=(1, 2))
def test_the_numbers_it_yields(kata, clock):
    """Two generators at the same time yield 1 to num - 1 and end, and each writes what it is sent, whatever it is."""
    words = [token("word"), *falsy()]
    logs = Appending(), Appending()
    pair = [kata.coroutine(len(words) + 1, log) for log in logs]

    alone = M00.because("`log` has an `append`, and need not have anything else.")
    with raising({AttributeError: alone, TypeError: alone}):
        answers = [[answer(generator, word) for generator in pair] for word in (None, words[0])]
    with raising(
        {TypeError: M27.because("Whatever it is sent is written, here also None, 0, a list or an empty tuple.")}
    ):
        answers += [[answer(generator, word) for generator in pair] for word in words[1:]]

    expect(answers, [*([count] * 2 for count in range(1, len(words) + 1)), [ENDED] * 2], tells=miscounted)
    for log in logs:
        expect(log.lines, [f"got {word}" for word in words], tells=miswritten)


def miswritten(lines):
    """What wrong lines of a generator betray."""
    if len(lines) > len(falsy()) + 1:
        return M00.because("the log holds more than one line for each thing that the generator was sent")
    if len(lines) <= len(falsy()):
        return M27.because("not everything that it was sent was written: None, 0, an empty text and [] count too")
    return M00.because("not everything that it was sent was written as it is: `got`, a space, and what was sent")


def miscounted(answers):
    """What the wrong numbers of two generators betray."""
    if answers[0] == [0, 0]:
        return M27.because("it starts at 0; the first number is 1")
    if any(one != other for one, other in answers):
        return M40.because("two generators at the same time do not yield the same numbers: they share something")
    if answers[-1] != [ENDED] * 2:
        return M27.because("num itself came too; the last number is the one before")
    return M00.because("the numbers are not 1 to num - 1")


@check(
    points=1,
    rules=(3, 5, 6),
    needs="test_the_transcript_of_a_game",
    # Inside a coroutine or a generator, a StopIteration that escapes becomes a RuntimeError.
    raises={StopIteration: M30.because("It escaped: a generator may end before its first yield, too.")},
)
def test_a_game_of_any_length(kata, clock):
    """With num of 1 or less the transcript is just "end"; a long game has all its lines, and each has its own."""
    games = [kata.from_users(num, token()) for num in (1, 0, -5)]
    expect(games, [["end"]] * 3, tells=not_just_end)

    long = lines_of(MANY, "A")
    expect(kata.from_users(MANY), long, tells=shorter(long))
    empty = M27.because("the word was an empty text, and it was not sent as it is")
    expect(kata.from_users(7, ""), lines_of(7, ""), tells=lambda _: empty)


def lines_of(num, word):
    """The transcript of a game with the numbers from 1 to num - 1."""
    numbers = [(f"{'primed' if value == 1 else 'yielded'} {value}", f"got {word}") for value in range(1, num)]
    return [*(line for both in numbers for line in both), "end"]


def not_just_end(games):
    """What three games betray that never begin, where one of them is not just "end"."""
    if any(later != ["end"] and list(later[: len(game)]) == game for game, later in pairwise(plain(games)) if game):
        return M40.because("the transcript of a game holds the lines of the game before: the two share something")
    if games == [[]] * 3:
        return M30.because("a game with nothing to yield has an end, too")
    return M30.because("num was 1 or less, and yet there is more than the one line `end`, or another")


def shorter(long):
    """A look at the transcript of a long game."""

    def looked(got):
        if isinstance(got, list) and len(got) < len(long):
            return M27.because("a long game was given up before the generator had ended")
        return M00.because("with a large num and the word left out, these are not the lines of the game")

    return looked


@check(points=1, rules=2, needs="test_the_generator_receives")
def test_closed_in_the_middle(kata, clock):
    """A generator that is closed in the middle logs nothing more and yields nothing more."""
    log = Log()
    word = token("word")
    generator = kata.coroutine(number(7, 9), log)
    next(generator)
    generator.send(word)

    with raising({RuntimeError: M16.because("It was told to close, and yielded once more.")}):
        generator.close()
    expect(
        log.lines, [f"got {word}"], tells=lambda _: M16.because("closing is not a word: it wrote when it was closed")
    )
    if list(islice(generator, 1)):
        fail(M16.because("closing is the end: it went on when it was told to stop"))


@check(points=1, rules=(1, 2), needs="test_the_generator_receives")
def test_it_stands_before_its_first_line(kata, clock):
    """A new generator cannot receive a word yet (TypeError), and works all the same when it is primed after that."""
    log = Log()
    words = [token("word"), token("word")]
    generator = kata.coroutine(number(5, 9), log)

    if not refuses(generator, words[0]):
        fail(M00.because("a new generator took a word, so it does not stand before its first line: who primes it?"))
    wrong = M00.because("a word was refused and then it was primed: it does not begin with 1 and the next word")
    expect([next(generator), generator.send(words[1])], [1, 2], tells=wrong)
    expect(log.lines, [f"got {words[1]}"], tells=wrong)
    empty = kata.coroutine(number(-9, 1), log)
    if not (hasattr(empty, "send") and hasattr(empty, "close")):
        fail(M00.because("with num of 1 or less coroutine returns no generator: it has no `send` or no `close`"))
    expect(answer(empty, None), ENDED, tells=M27.because("with num of 1 or less it yields something"))


@check(points=1, rules=(3, 4, 5))
def test_from_users_plays_with_any_generator(kata, clock):
    """from_users sends its word to whatever generator `coroutine` returns, and writes down whatever is yielded."""
    word, num = f" {token('word')} ", number(-9, 1)

    for values in ([*falsy(), "end", word, token("ball")], [token("ball"), None, token("ball")]):
        calls, received = [], []

        def serve(values=values, received=received):
            for value in values:
                received.append((yield value))

        def other(num, log, calls=calls, serve=serve):
            calls.append(num)
            return serve()

        kata.coroutine = other
        transcript = kata.from_users(num, word)

        if not calls:
            fail(
                M00.because("another generator was put in the place of coroutine, and this game was played without it")
            )
        expect(calls, [num], tells=M00.because("for one game `coroutine` is called once, with the `num` of from_users"))
        expect(received, [word] * len(values), tells=unlike_words(word))
        lines = [f"primed {values[0]}", *(f"yielded {value}" for value in values[1:]), "end"]
        expect(
            transcript,
            lines,
            tells=M00.because("another generator yielded values of its own and wrote nothing: these are not its lines"),
        )


def unlike_words(word):
    """A look at what reached a generator that should be sent this word once for each of its values."""

    def looked(received):
        if all(one == word for one in received):
            return M30.because("from_users stopped before the generator had ended: any value may come, None or 0 too")
        return M00.because("what reached the generator was not the word, as it is, once for each of its values")

    return looked


@check(points=1, rules=7)
def test_a_failure_is_no_end(kata, clock):
    """What a generator raises, of whatever kind and whenever, leaves from_users: it has failed, and has not ended."""
    for error in (LookupError(token()), asyncio.CancelledError(token()), GeneratorExit(token()), *every_error()):
        for values in ([token("ball")], []):

            def failing(num, log, error=error, values=values):
                for value in values:
                    yield value
                raise error

            kata.coroutine = failing
            unlike = M23.because("The very exception of the generator has to leave from_users.")
            try:
                with raising({BaseException: unlike}):
                    transcript = kata.from_users(number(20, 30), token("word"))
            except BaseException as failure:
                if failure is not error:
                    raise
                continue
            if "end" in plain(transcript):
                fail(M09.because("the generator failed, and you took that for its end: only StopIteration is the end"))
            fail(M09.because("the generator failed, and from_users came back as if nothing had happened"))


@check(points=1, rules=(3, 6, 7), needs="test_the_transcript_of_a_game", inside=True)
def test_one_transcript_for_both(kata, clock):
    """What the generator appends to its log stands in the transcript at its point; a game that fails has no end."""
    kit, word = beside(kata, WRITING), token("word")
    lines = [token("line") for _ in range(4)]
    if not kit.own_lists(kata.from_users):
        fail(M40.because("a list that from_users returned was changed, or returned again, by a later call"))

    written = [lines[0], "primed first", f"{lines[1]} {word}", "yielded second", f"{lines[2]} {word}"]
    kata.coroutine = kit.writing(lines)
    expect(
        kata.from_users(9, word),
        [*written, lines[3], "end"],
        tells=M00.because("not all that the generator appended to its log stands in the transcript, each at its point"),
    )
    # What a generator lets out of a StopIteration is a RuntimeError: it has failed like any other.
    for error, kind in ((LookupError(token()), LookupError), (StopIteration(token()), RuntimeError)):
        kata.coroutine = kit.writing(lines, error)
        try:
            kata.from_users(9, word)
        except kind:
            pass
        else:
            fail(M09.because(f"the generator failed with a {kind.__name__}, and from_users came back"))
        if "end" in plain(kit.last_log()):
            fail(M09.because("the generator failed, and `end` was written into its log: a failed game has no end"))

    kata.coroutine = kit.counting(THOUSANDS)
    with raising(
        {RecursionError: M27.because("The generator yielded some thousands of values: however many may come.")}
    ):
        transcript = plain(kata.from_users(9, word))
    if [len(transcript), transcript[-1:]] != [THOUSANDS + 1, ["end"]]:
        fail(M27.because("a generator yielded some thousands of values, and not each has its line"))
