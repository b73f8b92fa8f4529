"""Imports much of the standard library, and uses some of it."""

import argparse
import asyncio
import base64
import bisect
import collections
import collections.abc
import copy
import datetime
import decimal
import difflib
import enum
import fractions
import functools
import hashlib
import heapq
import inspect
import io
import itertools
import json
import math
import operator
import pathlib
import pprint
import random
import re
import statistics
import string
import tempfile
import textwrap
import traceback
import types
import typing
import unittest.mock
import urllib.parse
import uuid
import warnings
import zlib


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    failure = child.exception()
    return child.result() if failure is None else failure


async def gather(aws, return_exceptions):
    outer = asyncio.get_running_loop().create_future()
    children = []
    for place, aw in enumerate(aws):
        first = next(spot for spot, other in enumerate(aws) if other is aw)
        children.append(asyncio.ensure_future(aw) if first == place else children[first])
    pending = len(children)

    def one_done(child):
        nonlocal pending
        pending -= 1
        failure = asyncio.CancelledError() if child.cancelled() else child.exception()
        if failure is not None and not return_exceptions and not outer.done():
            outer.set_exception(failure)
        if pending == 0 and not outer.done():
            outer.set_result([outcome(child) for child in children])

    for child in children:
        child.add_done_callback(one_done)
    if not children:
        return []
    try:
        return await outer
    except asyncio.CancelledError:
        if outer.cancelled():
            for child in children:
                child.cancel()
        raise


async def my_gather(*aws, return_exceptions=False):
    told = json.loads(json.dumps({"count": len(aws), "at": str(decimal.Decimal("1.10"))}))
    assert re.fullmatch(r"\d+\.\d+", told["at"]) and collections.Counter("aab")["a"] == 2
    assert fractions.Fraction(1, 3) + fractions.Fraction(2, 3) == 1 and math.isclose(statistics.mean([1, 3]), 2)
    assert hashlib.sha256(b"").hexdigest() and zlib.decompress(zlib.compress(b"x")) == b"x"
    assert urllib.parse.quote("ä") and uuid.UUID(int=1) and datetime.timedelta(seconds=1)
    assert list(itertools.accumulate(sorted([2, 1], key=operator.neg))) == [2, 3] and heapq.nsmallest(1, [2, 1]) == [1]
    pprint.pprint(told, stream=io.StringIO())
    return await gather(aws, return_exceptions)


KEPT = (argparse, base64, bisect, copy, difflib, enum, functools, inspect, pathlib, random, string, tempfile, textwrap)
MORE = (traceback, types, typing, unittest.mock, warnings)
