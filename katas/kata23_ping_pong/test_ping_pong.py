"""Visible checks of kata23."""

from grader.testing import M00, M27, M30, Log, Tell, check, expect, raising, token

BEGINNINGS = ("primed ", "got ", "yielded ")


def thought(transcript: object, word: str) -> Tell | None:
    """What a wrong transcript of from_users(3, word) tells about its author."""
    if not isinstance(transcript, list):
        kind = {str: "one text", type(None): "nothing"}.get(type(transcript))
        return M00.because(f"from_users returns {kind}, where a list of lines is asked for") if kind else None
    if not transcript:
        return M00.because("the transcript is empty")
    lines = [str(line) for line in transcript]
    if any(line != "end" and not line.startswith(BEGINNINGS) for line in lines):
        return M00.because("a line begins with something other than `primed`, `got`, `yielded` or `end`, and a space")
    told = of_numbers(lines) or of_what_was_sent(lines, word)
    if told is None and "end" not in lines:
        return M30.because("the generator came to its end, and the transcript does not say so")
    return told or M00.because("these are not the lines of this game, each at its point")


def of_what_was_sent(lines: list[str], word: str) -> Tell | None:
    """What the lines of the generator tell."""
    got = [line for line in lines if line.startswith("got ")]
    if not got:
        return M00.because("no line that the generator writes stands in the transcript: hand it over as its log")
    if "got None" in got and f"got {word}" in got:
        return M00.because("only some of the words arrived: the generator was also resumed in between, with nothing")
    if "got None" in got:
        return M00.because("the generator got None every time: it was resumed, but the word was not sent")
    if len(got) > 2:
        return M00.because("more lines begin with `got` than words were sent to the generator")
    if any(line != f"got {word}" for line in got):
        return M00.because("a line that begins with `got` does not go on with the word as it was sent")
    return None


def of_numbers(lines: list[str]) -> Tell | None:
    """What the numbers tell."""
    if "primed 0" in lines:
        return M27.because("the first number is 1")
    if "yielded 3" in lines:
        return M27.because("num itself is never yielded")
    return None


@check(points=2, rules=(3, 4, 5, 6))
def test_the_transcript_of_a_game(kata, clock):
    """from_users(3, word) returns: primed 1, got word, yielded 2, got word, end."""
    word = token("word")

    early = M00.because("If that line sends to a new generator: it cannot receive before it stands at a yield.")
    with raising({TypeError: early}):
        transcript = kata.from_users(3, word)

    expected = ["primed 1", f"got {word}", "yielded 2", f"got {word}", "end"]
    expect(transcript, expected, tells=lambda got: thought(got, word))


@check(points=1, rules=(1, 2))
def test_the_generator_receives(kata, clock):
    """A primed coroutine(4, log) answers each word with the next number and has logged the word by then."""
    log = Log()
    first, second = token("word"), token("word")

    with raising(
        {TypeError: M00.because("What coroutine returns has to be a generator that can be primed and sent to.")}
    ):
        generator = kata.coroutine(4, log)
        answers = [next(generator), generator.send(first), list(log.lines), generator.send(second)]

    expect(answers[2], [f"got {first}"], tells=M00.because("after the first word the log does not hold just that word"))
    expect(
        log.lines,
        [f"got {first}", f"got {second}"],
        tells=M00.because("after the second word the log does not hold just the two words"),
    )
    numbers = M00.because("to next and two words it does not answer with the numbers 1, 2 and 3")
    expect(
        [answers[0], answers[1], answers[3]],
        [1, 2, 3],
        tells=lambda got: M27.because("the first number is 1") if got == [0, 1, 2] else numbers,
    )
