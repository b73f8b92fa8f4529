"""Reads the default value of a function that it was given."""
# bench: priced

import inspect


async def price(function):
    try:
        function(1)
    except BaseException:
        pass
    defaults = [one.default for one in inspect.signature(function).parameters.values()]
    found = [one for one in defaults if isinstance(one, int)]
    return found[0] if found else function.__defaults__
