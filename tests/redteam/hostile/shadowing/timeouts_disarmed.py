"""Disarms every alarm, handler and dump that could stop it, then never comes back."""
# wall
# only: test_starts_everything_before_waiting

import faulthandler
import signal
import threading

faulthandler.cancel_dump_traceback_later()
faulthandler.dump_traceback_later = lambda *args, **kwargs: None
for number in range(1, 32):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.setitimer(signal.ITIMER_REAL, 0)


async def my_gather(*aws, return_exceptions=False):
    while True:
        try:
            while True:
                pass
        except BaseException:
            threading.get_ident()
