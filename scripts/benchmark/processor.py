"""How long processes kept the processor busy, with all that came from them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN = 1, slice(11, 15)  # places after the name: user, system, and those of the dead


def busy(roots: Iterable[int]) -> float:
    """Seconds so far of these processes and their descendants, the dead ones too."""
    stats = dict(_stats())
    children: dict[int, list[int]] = {}
    for pid, fields in stats.items():
        children.setdefault(int(fields[_PARENT]), []).append(pid)
    found = list(roots)
    for pid in found:
        found += children.get(pid, [])
    ticks = sum(int(each) for pid in found if pid in stats for each in stats[pid][_OWN])
    return ticks / _TICK


def _stats() -> Iterable[tuple[int, list[str]]]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            # The name stands in brackets and may hold anything.
            yield int(process.name), (process / "stat").read_text().rpartition(")")[2].split()
