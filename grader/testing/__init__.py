"""What checks import: small, public, stable.

A check is a pytest test that takes `kata` (the student's module) and `clock` (the trusted virtual clock):

    @check(points=4)
    async def test_starts_everything_before_waiting(kata, clock):
        \"\"\"Three jobs of 2, 1 and 3 s are all done at 3.0 s.\"\"\"
        jobs = [Job(2), Job(1), Job(3)]

        results = await kata.my_gather(*(job() for job in jobs))

        expect(results, [job.value for job in jobs])
        clock.took(3.0, tells={6.0: M02.because("6.0 = 2 + 1 + 3: nothing was started before the first await")})
"""

from grader.testing.checks import CheckMark, check
from grader.testing.connections import Connection
from grader.testing.expectations import expect, fail, plain, reordered
from grader.testing.gates import Gate
from grader.testing.kit import Job, Log, Probe, beside
from grader.testing.minting import Mint, choice, minting, number, token
from grader.testing.misconceptions import (
    BY_CODE,
    M00,
    M01,
    M02,
    M03,
    M04,
    M05,
    M06,
    M07,
    M08,
    M09,
    M10,
    M11,
    M12,
    M13,
    M14,
    M15,
    M16,
    M17,
    M18,
    M19,
    M20,
    M21,
    M22,
    M23,
    M24,
    M25,
    M26,
    M27,
    M28,
    M29,
    M30,
    M31,
    M32,
    M33,
    M34,
    M35,
    M36,
    M37,
    M38,
    M39,
    M40,
    M41,
)
from grader.testing.sources import Source
from grader.testing.sweeps import (
    Cut,
    Failing,
    cancellation_sweep,
    expect_cancelled,
    expect_failures,
    failure_sweep,
)
from grader.testing.tells import Misconception, Tell, raising, tell_of

__all__ = [
    "BY_CODE",
    "M00",
    "M01",
    "M02",
    "M03",
    "M04",
    "M05",
    "M06",
    "M07",
    "M08",
    "M09",
    "M10",
    "M11",
    "M12",
    "M13",
    "M14",
    "M15",
    "M16",
    "M17",
    "M18",
    "M19",
    "M20",
    "M21",
    "M22",
    "M23",
    "M24",
    "M25",
    "M26",
    "M27",
    "M28",
    "M29",
    "M30",
    "M31",
    "M32",
    "M33",
    "M34",
    "M35",
    "M36",
    "M37",
    "M38",
    "M39",
    "M40",
    "M41",
    "CheckMark",
    "Connection",
    "Cut",
    "Failing",
    "Gate",
    "Job",
    "Log",
    "Mint",
    "Misconception",
    "Probe",
    "Source",
    "Tell",
    "beside",
    "cancellation_sweep",
    "check",
    "choice",
    "expect",
    "expect_cancelled",
    "expect_failures",
    "fail",
    "failure_sweep",
    "minting",
    "number",
    "plain",
    "raising",
    "reordered",
    "tell_of",
    "token",
]
