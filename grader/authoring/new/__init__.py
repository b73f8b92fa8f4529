"""A new kata: complete and red, every file saying in place what belongs there."""

from __future__ import annotations

from grader.authoring.new.beginning import Begun, NewKata, begin_kata, begin_wrong, next_number

__all__ = ["Begun", "NewKata", "begin_kata", "begin_wrong", "next_number"]
