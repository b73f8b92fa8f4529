"""Takes the order of finishing for the order of asking."""
# misconception: M07
# breaks: rule 1
# caught by: test_the_order_asked
# student reads: as they finished

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def together(jobs: list[Awaitable[Any]]) -> list[Any]:
    """The result of each, in the order of `jobs`."""
    return [await done for done in asyncio.as_completed(jobs)]
