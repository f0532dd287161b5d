"""Runs a use case again where only another transaction stood in its way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from service.domain.errors import Collided

TIMES = 4
_LONGEST_WAIT = 0.05  # seconds, doubled with each try: the others need to be through by then

_P = ParamSpec("_P")
_R = TypeVar("_R")


def retrying(use_case: Callable[_P, _R]) -> Callable[_P, _R]:
    """The use case, tried up to `TIMES` times while it raises Collided: nothing was stored."""

    @wraps(use_case)
    def again(*arguments: _P.args, **options: _P.kwargs) -> _R:
        for tried in range(1, TIMES):
            try:
                return use_case(*arguments, **options)
            except Collided:
                time.sleep(random.uniform(0, _LONGEST_WAIT * 2**tried))  # noqa: S311 - no secret
        return use_case(*arguments, **options)

    return again
