"""Awaits each job before the next is started."""
# misconception: M02
# breaks: rules 2 and 3
# caught by: test_in_the_order_of_ending
# student reads: b was only started when a was done

from __future__ import annotations


async def in_completion_order(jobs):
    for key, job in jobs.items():
        yield key, await job
