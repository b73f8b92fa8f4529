"""How each kind of source names a file, a module each: pure functions from a path to whose it is and when it came."""

from __future__ import annotations

from grader.classroom.collect.formats.format import READERS, FormatReader, SourceContext, nobody, reader_of, top_of

__all__ = ["READERS", "SourceContext", "FormatReader", "nobody", "reader_of", "top_of"]
