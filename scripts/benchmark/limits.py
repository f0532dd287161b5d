"""What may be slow, large or late, and how much; beyond it the benchmark fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmark.loop import MOST, Branches, Looped
from benchmark.measuring import Measured, Size

_BUSY = Size(processes=2, clients=8)
_LEAST_SHARE = 0.85  # of the bare server's completions a second, on PostgreSQL
_MOST_TIMES = 3.0  # as long as the bare server's completion, by one client
_MOST_BYTES = 8 * 1024
_MOST_SECONDS = 2.0
_MOST_RESIDENT = 120 * 2**20  # bytes
_MOST_AMONG_BRANCHES = 2.0  # times a completion in a case of two


def judged(
    work: Sequence[Measured], loops: Sequence[Looped], forks: Sequence[tuple[str, Branches]]
) -> int:
    """Exit status 1, with each measure that is beyond its limit."""
    beyond = [*_of_work(work), *_of_loops(loops), *_of_branches(forks)]
    for each in beyond:
        print(f"\n{each}")
    return int(bool(beyond))


def _of_work(measured: Iterable[Measured]) -> Iterator[str]:
    for each in measured:
        name = f"{each.database}, {each.size.processes} processes, {each.size.clients} clients"
        if each.size == _BUSY and each.database.startswith("Postgre") and each.share < _LEAST_SHARE:
            yield f"{name}: {each.share:.2f} of the bare server's rate (at least {_LEAST_SHARE})"
        if each.size.clients == 1 and each.times > _MOST_TIMES:
            yield f"{name}: {each.times:.1f} times the bare server's time (at most {_MOST_TIMES})"
        if each.size_on_disk > _MOST_BYTES:
            yield f"{name}: {each.size_on_disk:,.0f} bytes a case (at most {_MOST_BYTES:,})"
        if each.started > _MOST_SECONDS:
            yield f"{name}: {each.started:.1f} s to the first answer (at most {_MOST_SECONDS})"
        if each.resident > _MOST_RESIDENT:
            yield f"{name}: {each.resident:,} bytes resident (at most {_MOST_RESIDENT:,})"


def _of_loops(measured: Iterable[Looped]) -> Iterator[str]:
    for each in measured:
        if each.laps.ratio > MOST:
            told = f"the last of {each.laps.laps} laps costs {each.laps.ratio:.2f} times the tenth"
            yield f"{each.database}, {each.what}: {told} (at most {MOST})"


def _of_branches(measured: Iterable[tuple[str, Branches]]) -> Iterator[str]:
    for name, each in measured:
        if each.ratio > _MOST_AMONG_BRANCHES:
            told = f"{each.ratio:.2f} times a completion among two (at most {_MOST_AMONG_BRANCHES})"
            yield f"{name}: among {each.count} branches {told}"
