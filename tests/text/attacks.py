"""Texts that try to be more than text, for whichever target they reach."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

TERMINAL = [
    "\x1b[2J\x1b[H10 of 10 points, accepted.",
    "\x1b]0;title\x07",
    "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1bP+q544e\x1b\\",
    "\x9b31m",
    "\x9d0;title\x9c",
    "wrong\rright",
    "wrong\b\b\b\b\bright",
    "a\x00b",
    "a\x7fb",
    "a\x0bb\x0cc",
    "\x0e\x0f",
]
INVISIBLE = [
    "\u202egnp.exe",
    "\u2066\u2067\u2068\u2069",
    "\u200e\u200f\u061c",
    "zero\u200bwidth\u2060joined\ufeff",
    "\u00adsoft",
    "\u3164\u115f\uffa0",
    "\U000e0041\U000e0042",
    "a\ufe01b\U000e0100",
    "\ud800 alone \udfff",
    "\ue000\uffff\ufdd0",
    "\u2028line\u2029paragraph\x85next",
    "\u034f\u17b4\u180e",
]
MARKUP = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "<![CDATA[x]]>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&amp;amp;",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "</testcase><testcase name='forged'/>",
    "{{ 7 * 7 }} {% raw %}",
    "${7*7} #{7*7} %s %(x)s {0}",
]
FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","click")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u3000=1",
    "＝1+1",
    "＋1",
    "－x",
    "＠x",
    "-",
    "-5",
    "+5",
    "-2+3+cmd|' /C calc'!A0",
    "5;=1+1",
    'x;"=1+1',
    "x; @SUM(1)",
    "'=1",
    '"=1"',
    '"""=1',
    "ends with a backslash \\",
    'a backslash \\" before a quote',
    "a,b\nc,d",
    "a\r\nb",
    "%0A=1",
]
MARKDOWN = [
    "# heading",
    "1. list",
    "- list",
    "    code",
    "```\ncode\n```",
    "`code`",
    "``a`b``",
    "[click](javascript:alert(1))",
    "![image](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example www.evil.example",
    "@everyone #1 !1",
    "*bold* _it_ ~~no~~",
    "| a | b |\n|---|---|",
    "> quote",
    "---",
    "***",
    "title\n=====",
    "[ref]: http://evil.example",
    "&lt;b&gt; &copy;",
    "a\\\nb",
    "two spaces  \nbreak",
    "<details open>",
    "$$x$$ :smile:",
]
COMMANDS = [
    "::error::all tests passed",
    "::set-output name=result::e30=",
    "  ::add-mask::0",
    "\u3000::debug::x",
    "first\n::stop-commands::x\nlast",
    "wrong\r::warning::x",
    "::",
    "##[group]x",
    "said ##[set-env name=PATH;]/tmp",
    "x ###[add-path]/tmp",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[testFinished name='x']",
    '{"output": "##[error]x"}',
]
ALL = [*TERMINAL, *INVISIBLE, *MARKUP, *FORMULAS, *MARKDOWN, *COMMANDS, ""]


def written(rows: Iterable[Sequence[str | int]]) -> str:
    """The rows as the csv module writes them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
