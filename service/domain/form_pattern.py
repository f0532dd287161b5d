"""Which regular expressions a form may use: those that Python reads and that end soon."""

from __future__ import annotations

import re

from service.domain.errors import N_
from service.domain.form_fields import Problem

LONGEST_MATCHED = 100
"""Characters of the longest text that is held against a pattern."""

_MOST_REPEATS = 4
_TOKEN = re.compile(
    r"""\\.
      | (?P<foreign>\((?=\?(?![:=!]|<[=!])) | \[\^?\])
      | \[(?:\\.|[^\]\\])*\]
      | \{\d+\}
      | (?P<open>\()(?:\?(?:[:=!]|<[=!]))?
      | (?P<close>\))(?P<again>[*+{])?
      | (?P<repeat>[*+?] | \{\d*,\d*\})\??
      | (?P<either>\|)""",
    re.VERBOSE | re.DOTALL,
)


def problem_of(pattern: str) -> Problem | None:
    """Why `pattern` cannot be used; None when it can.

    A repeat inside a repeat takes exponential time on some input, n repeats in a row take
    length**n: the first are refused, the second limited, so that 100 characters stay cheap.
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
    """Whether Python reads `pattern`, and as JavaScript does (form-js): no `(?x)`, no `[]`."""
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return False
    return not any(token["foreign"] for token in _TOKEN.finditer(pattern))


def _may_run_away(pattern: str) -> bool:
    """Whether a group that varies is repeated, or too many parts vary."""
    varies = [False]
    repeats = 0
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            varies.append(False)
        elif token["close"]:
            inner = varies.pop()
            if inner and token["again"]:
                return True
            repeats += bool(token["again"])
            varies[-1] |= inner or bool(token["again"])
        elif token["repeat"] or token["either"]:
            repeats += bool(token["repeat"])
            varies[-1] = True
    return repeats > _MOST_REPEATS
