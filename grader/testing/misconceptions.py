"""The misconceptions of the course, M01 to M41, with their default sentences; M00 is a slip of one kata only."""

from grader.testing.tells import Misconception

M00 = Misconception("M00", "The contract says something else here.")
M01 = Misconception("M01", "A coroutine was called but never awaited: nothing of it ran.")
M02 = Misconception("M02", "Independent waits were done one after the other.")
M03 = Misconception("M03", "A blocking call held the whole loop: nobody else could move.")
M04 = Misconception("M04", "A task was started that nobody keeps or awaits.")
M05 = Misconception("M05", "A request to cancel was swallowed.")
M06 = Misconception("M06", "An except clause also caught what was not its own to handle.")
M07 = Misconception("M07", "Finishing order was taken for the order asked.")
M08 = Misconception("M08", "Work was still running when the function returned.")
M09 = Misconception("M09", "An error was never seen by anybody.")
M10 = Misconception("M10", "It asks again and again whether it is ready instead of waiting to be told.")
M11 = Misconception("M11", "A loop is already running here, or one is built for each call.")
M12 = Misconception("M12", "One coroutine was awaited twice.")
M13 = Misconception("M13", "A task awaited right where it is made is a plain await.")
M14 = Misconception("M14", "A lock or slot was held longer or wider than needed.")
M15 = Misconception("M15", "Between the check and the action something awaited, and the world changed.")
M16 = Misconception("M16", "The cleanup was skipped on one of the ways out.")
M17 = Misconception("M17", "The wall clock was read where the loop's time counts.")
M18 = Misconception("M18", "More ran, or was stored, at once than allowed.")
M19 = Misconception("M19", "Everyone waited for the slowest of the batch.")
M20 = Misconception("M20", "A wake-up or an item got lost.")
M21 = Misconception("M21", "Who asked first was not served first.")
M22 = Misconception("M22", "A timer or callback outlived its purpose.")
M23 = Misconception("M23", "The error that left is not the error that happened.")
M24 = Misconception("M24", "The closure looks its loop variable up later, when it has moved on.")
M25 = Misconception("M25", "It was expected to start when called.")
M26 = Misconception("M26", "An await that does not suspend was expected to give way.")
M27 = Misconception("M27", "An edge case was forgotten: none, one, zero, negative or many.")
M28 = Misconception("M28", "The loop was touched from another thread.")
M29 = Misconception("M29", "An iterator that can be used once, by one reader, was used again.")
M30 = Misconception("M30", "The wrong signal ended the iteration.")
M31 = Misconception("M31", "A cancellation of one's own was left on the task's count.")
M32 = Misconception("M32", "A consumer waits for an item that will never come.")
M33 = Misconception("M33", "Items taken and items reported done do not match.")
M34 = Misconception("M34", "A failure was kept and is served to everybody for ever.")
M35 = Misconception("M35", "A limit for the whole was applied to each part.")
M36 = Misconception("M36", "Everybody tried again in the same instant.")
M37 = Misconception("M37", "Some leaves of an exception group were not looked at.")
M38 = Misconception("M38", "The synchronous protocol was used where the asynchronous one belongs, or the reverse.")
M39 = Misconception("M39", "Something was cancelled but its end was not awaited.")
M40 = Misconception("M40", "State of one call or task was shared between several.")
M41 = Misconception("M41", "It waits for something only it can release.")

BY_CODE: dict[str, Misconception] = {
    found.code: found
    for found in (
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
}
