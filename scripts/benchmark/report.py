"""What was measured, as tables in Markdown that the README can show."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence

from benchmark.installation import THREADS
from benchmark.loop import Laps
from benchmark.measuring import Measured


def of_work(measured: Iterable[Measured]) -> str:
    """Completions over HTTP; the ratio to the floor is that of one client."""
    heads = (
        "database",
        "server processes",
        "clients",
        "cases a second",
        "ms a completion",
        "p95",
        "SQL statements",
        "commits",
        "bytes a case",
        "floor, ms",
        "times the floor",
    )
    return _table(heads, (_row(each) for each in measured))


def of_loops(measured: Iterable[tuple[str, Laps]]) -> str:
    """The last lap beside the tenth."""
    heads = ("database", "laps", "ms of the tenth", "ms of the last", "ratio")
    return _table(
        heads,
        (
            (name, f"{each.laps:,}", _ms(each.tenth), _ms(each.last), f"{each.ratio:.2f}")
            for name, each in measured
        ),
    )


def of_terms() -> str:
    """What the columns mean, and what they were measured on."""
    return (
        "A completion is the POST of a filled form by somebody signed in, from the first byte sent"
        " to the last received. A case is a start and eight completions in four lanes; its rate"
        " counts the POSTs alone. Clients are threads of one process, which share the"
        f" {os.cpu_count()} processors with the servers (gunicorn, {THREADS} threads a process,"
        f" Python {platform.python_version()}). The floor is the same case loaded, run and saved"
        " by the engine and the database's driver alone, in turn with the work. Bytes are the"
        " growth of the database; on PostgreSQL with what a VACUUM makes free again."
    )


def _row(each: Measured) -> Sequence[str]:
    alone = each.size.clients == 1
    return (
        each.database,
        str(each.size.processes),
        str(each.size.clients),
        f"{each.cases_a_second:.1f}",
        _ms(each.median),
        _ms(each.p95),
        str(each.asked.statements),
        str(each.asked.commits),
        f"{each.size_on_disk:,.0f}",
        _ms(each.floor),
        f"{each.median / each.floor:.1f}" if alone else "",
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column is text, the others are numbers."""
    rules = ("---", *("---:" for _ in heads[1:]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rules, *rows))
