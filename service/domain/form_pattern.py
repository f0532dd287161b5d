"""Which regular expressions a form may use: those that Python reads and that end soon."""

from __future__ import annotations

import re

from service.domain.errors import N_
from service.domain.form_fields import Problem

LONGEST_MATCHED = 100
"""Characters of the longest text that is held against a pattern."""

_MOST_WAYS = 1_000
_WAYS_OF_A_REPEAT = 8  # three of them after each other take a tenth of a second at most
_TOKEN = re.compile(
    r"""(?P<foreign>\((?=\?(?![:=!]|<[=!])) | \[\^?\] | \\[AZ] | (?:[*+?]|\{\d*,?\d*\})\+)
      | \\.
      | \[(?:\\.|[^\]\\])*\]
      | \{\d+\}
      | (?P<open>\()(?:\?(?:[:=!]|<[=!]))?
      | (?P<close>\))(?P<again>[*+{])?
      | (?P<optional>\?)\??
      | (?P<repeat>[*+] | \{\d*,\d*\})\??
      | (?P<either>\|)""",
    re.VERBOSE | re.DOTALL,
)


def problem_of(pattern: str) -> Problem | None:
    """Why `pattern` cannot be used; None when it can.

    What may match in several ways and is repeated takes exponential time on some input, and so
    do many choices after each other: the first is refused, the second limited, so that 100
    characters stay cheap.
    """
    if not _is_readable(pattern):
        message = N_("pola “%(pattern)s” tidak dapat dibaca. Perbaiki polanya.")
    elif _may_run_away(pattern):
        message = N_("pola “%(pattern)s” terlalu rumit. Kurangi pengulangannya.")
    else:
        return None
    return Problem(message, {"pattern": pattern})


def matches(pattern: str, text: str) -> bool:
    """Whether `pattern` is found in `text`, as form-js means it (anywhere, ASCII digits)."""
    return re.search(pattern, text, re.ASCII) is not None


def _is_readable(pattern: str) -> bool:
    r"""Whether Python reads it, and as JavaScript does (form-js): no `(?x)`, `[]`, `\A`, `a++`."""
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return False
    return not any(token["foreign"] for token in _TOKEN.finditer(pattern))


def _may_run_away(pattern: str) -> bool:
    """Whether a group that may match in several ways is repeated, or the ways are too many.

    In each open group the ways of its finished alternatives add up; within one they multiply.
    """
    finished, ways = [0], [1]
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            finished.append(0)
            ways.append(1)
        elif token["close"]:
            inner = finished.pop() + ways.pop()
            if inner > 1 and token["again"]:
                return True
            ways[-1] *= _WAYS_OF_A_REPEAT if token["again"] else inner
        elif token["either"]:
            finished[-1] += ways[-1]
            ways[-1] = 1
        elif token["optional"] or token["repeat"]:
            ways[-1] *= 2 if token["optional"] else _WAYS_OF_A_REPEAT
    return finished[0] + ways[0] > _MOST_WAYS
