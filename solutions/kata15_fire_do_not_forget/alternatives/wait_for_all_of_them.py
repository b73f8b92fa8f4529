"""A list of tasks; closing is one wait_for around one gather, which cancels what is late."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Background:
    def __init__(self, on_error):
        self.on_error = on_error
        self.tasks = []
        self.open = True

    def spawn(self, coroutine, *, name=None):
        if not self.open:
            coroutine.close()
            raise RuntimeError("closed")
        self.tasks.append(task := asyncio.get_running_loop().create_task(coroutine, name=name))
        task.add_done_callback(self.look)
        return task

    def look(self, task):
        self.tasks.remove(task)
        try:
            task.result()
        except asyncio.CancelledError:
            pass
        except Exception as error:
            self.on_error(task.get_name(), error)

    def __len__(self):
        return sum(not task.done() for task in self.tasks)

    async def close(self, grace=None):
        self.open = False
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*self.tasks, return_exceptions=True), grace)
