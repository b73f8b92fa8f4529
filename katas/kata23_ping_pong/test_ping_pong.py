"""Visible checks of kata23."""

from grader.testing import M00, M27, M30, Log, Tell, check, expect, plain, raising, token


def thought(transcript: list[object], word: str) -> Tell | None:
    """What a wrong transcript of from_users(3, word) tells about its author."""
    if not transcript:
        return M00.because("the transcript is empty")
    lines = [str(line) for line in transcript]
    if any(line.startswith("yield from") for line in lines):
        return M00.because("that is what a comment says, not what such a program prints")
    if "got None" in lines and f"got {word}" in lines:
        return M00.because("only some of the words arrived: the generator was also resumed in between, with nothing")
    if "got None" in lines:
        return M00.because("the generator got None every time: it was resumed, but the word was not sent")
    if "primed 0" in lines:
        return M27.because("the first number is 1")
    if "yielded 3" in lines:
        return M27.because("num itself is never yielded")
    if "end" not in lines:
        return M30.because("the generator came to its end, and the transcript does not say so")
    return None


@check(points=2)
def test_the_transcript_of_a_game(kata, clock):
    """from_users(3, word) gives: primed 1, got word, yielded 2, got word, end."""
    word = token("word")

    early = M00.because("If that line sends to a new generator: it cannot receive before it stands at a yield.")
    with raising({TypeError: early}):
        transcript = kata.from_users(3, word)

    assert isinstance(plain(transcript), list)
    expected = ["primed 1", f"got {word}", "yielded 2", f"got {word}", "end"]
    expect(transcript, expected, tells=lambda got: thought(got, word))


@check(points=1)
def test_the_generator_receives(kata, clock):
    """A primed coroutine(4, log) answers each word with the next number and has logged the word by then."""
    log = Log()
    first, second = token("word"), token("word")
    generator = kata.coroutine(4, log)

    answers = [next(generator), generator.send(first), list(log.lines), generator.send(second)]

    expect(answers[2], [f"got {first}"], tells=M00.because("after the first word the log does not hold just that word"))
    expect(
        log.lines,
        [f"got {first}", f"got {second}"],
        tells=M00.because("after the second word the log does not hold just the two words"),
    )
    expect([answers[0], answers[1], answers[3]], [1, 2, 3], tells=[([0, 1, 2], M27.because("the first number is 1"))])
