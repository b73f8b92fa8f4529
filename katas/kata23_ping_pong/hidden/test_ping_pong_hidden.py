"""Hidden checks of kata23."""

import asyncio
from itertools import islice, pairwise

from grader.testing import M00, M09, M16, M27, M30, M38, M40, Log, check, expect, fail, number, plain, raising, token


def refuses(generator, word):
    """Whether it cannot receive this word now."""
    try:
        generator.send(word)
    except TypeError:
        return True
    return False


@check(points=1)
def test_the_numbers_it_yields(kata, clock):
    """coroutine(num, log) yields 1 to num - 1 and then ends; with nothing sent it logs "got None"."""
    num = number(5, 9)
    log = Log()

    numbers = list(islice(kata.coroutine(num, log), num + 2))

    expect(
        numbers,
        list(range(1, num)),
        tells=[
            (list(range(num)), M27.because("it starts at 0; the first number is 1")),
            (list(range(1, num + 1)), M27.because("num itself came too; the last number is the one before")),
        ],
    )
    expect(log.lines, ["got None"] * (num - 1))


@check(points=1)
def test_a_long_game(kata, clock):
    """A game of 10 with the word left out has 9 numbers and 9 times "got A"."""
    expected = ["primed 1"]
    for value in range(2, 10):
        expected += ["got A", f"yielded {value}"]

    expect(kata.from_users(10), [*expected, "got A", "end"])


@check(
    points=1,
    needs="test_the_transcript_of_a_game",
    # Inside a coroutine or a generator, a StopIteration that escapes becomes a RuntimeError.
    raises={StopIteration: M30.because("It escaped: a generator may end before its first yield, too.")},
)
def test_a_game_that_never_begins(kata, clock):
    """With num of 1 or less there is nothing to prime with: the transcript is just "end"."""
    games = [kata.from_users(num, token()) for num in (1, 0, -3)]

    expect(games, [["end"]] * 3, tells=not_just_end)


def not_just_end(games):
    """What three games betray that never begin, where one of them is not just "end"."""
    if any(later != ["end"] and list(later[: len(game)]) == game for game, later in pairwise(plain(games)) if game):
        return M40.because("the transcript of a game holds the lines of the game before: the two share something")
    if games == [[]] * 3:
        return M30.because("a game with nothing to yield has an end, too")
    return None


@check(points=1)
def test_closed_in_the_middle(kata, clock):
    """A generator that is closed in the middle logs nothing more and gives nothing more."""
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


@check(points=1)
def test_it_stands_before_its_first_line(kata, clock):
    """A new generator cannot receive a word yet (TypeError), and works all the same when it is primed after that."""
    log = Log()
    words = [token("word"), token("word")]
    generator = kata.coroutine(number(5, 9), log)

    if not refuses(generator, words[0]):
        fail(M00.because("a new generator took a word, so it does not stand before its first line: who primes it?"))
    expect([next(generator), generator.send(words[1])], [1, 2])
    expect(log.lines, [f"got {words[1]}"])


@check(points=1)
def test_from_users_plays_with_any_generator(kata, clock):
    """from_users sends its word to whatever generator `coroutine` gives and writes down what comes back."""
    values = [token("ball") for _ in range(3)]
    word = token("word")
    received = []

    def other(num, log):
        for value in values:
            received.append((yield value))

    kata.coroutine = other
    transcript = kata.from_users(number(20, 30), word)

    if not received:
        fail(M38.because("the transcript was made up without playing: nothing was sent to the generator"))
    with M00.because("what reached the generator was not the word, once for each of its values"):
        assert received == [word, word, word]
    expect(transcript, [f"primed {values[0]}", f"yielded {values[1]}", f"yielded {values[2]}", "end"])


@check(points=1)
def test_a_failure_is_no_end(kata, clock):
    """What a generator raises, of whatever kind, leaves from_users: it has failed, and the game has no end."""
    for error in (LookupError(token()), asyncio.CancelledError(token())):

        def failing(num, log, error=error):
            yield token("ball")
            raise error

        kata.coroutine = failing
        try:
            transcript = kata.from_users(number(20, 30), token("word"))
        except (LookupError, asyncio.CancelledError) as failure:
            if failure is not error:
                raise
            continue
        if "end" in plain(transcript):
            fail(M09.because("the generator failed, and you took that for its end: only StopIteration is the end"))
        fail(M09.because("the generator failed, and from_users came back as if nothing had happened"))
