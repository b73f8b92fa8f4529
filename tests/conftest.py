"""What holds for every test."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator

import pytest

from tests.support.golden import matches_golden
from tests.support.layers import FailuresAsTheyCome, Layers


def pytest_configure(config: pytest.Config) -> None:
    """Run unit tests first, whichever way the tests are spread over processes."""
    config.pluginmanager.register(Layers())
    config.pluginmanager.register(FailuresAsTheyCome(config))
    # pytest-xdist would begin with the largest files.
    config.option.loadscopereorder = False


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Let Ctrl-C reach the programs that tests start, also where the tests run in a shell's background: there it is
    ignored, and what is ignored is inherited."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module", autouse=True)
def settled_heap() -> Iterator[None]:
    """Set aside what the tests before left in memory: the engine collects garbage around every check, and would
    look through all of it each time."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Hold text against tests/golden/NAME: golden(name, text)."""
    return matches_golden
