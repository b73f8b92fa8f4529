"""Each way out has its own few lines, chosen by the type that `__aexit__` is given."""

from __future__ import annotations

from typing import Any


class Session:
    connection: Any = None

    def __init__(self, connect: Any, ignore: Any = ()) -> None:
        self.connect = connect
        self.ignored = ignore if isinstance(ignore, tuple) else (ignore,)

    async def __aenter__(self) -> Any:
        connection = await self.connect()
        self.connection = connection
        return connection

    async def __aexit__(self, *error: Any) -> bool | None:
        kind = error[0]
        if kind is None:
            return await self._good()
        return await self._bad(kind)

    async def _good(self) -> None:
        try:
            await self.connection.commit()
        except BaseException:
            await self.connection.close()
            raise
        await self.connection.close()

    async def _bad(self, kind: type[BaseException]) -> bool:
        try:
            await self.connection.rollback()
        except BaseException:
            await self.connection.close()
            raise
        await self.connection.close()
        return any(issubclass(kind, one) for one in self.ignored)
