"""Believes that a coroutine needs an event loop."""
# misconception: M00
# breaks: rule 9
# caught by: locked
# student reads: uses asyncio

from __future__ import annotations

import asyncio


def run_now(coro):
    return asyncio.run(coro)


def steps(coro, answers):
    raise NotImplementedError
