"""What was measured, as tables in Markdown that the README can show."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple

from benchmark.cost import Cost
from benchmark.grow import Growth
from benchmark.installation import THREADS
from benchmark.loop import Branches, Looped
from benchmark.measuring import Measured
from tests.integration.grown import EVENTS


def of_work(measured: Iterable[Measured]) -> str:
    """Completions over HTTP, beside those of the bare server."""
    heads = (
        "database",
        "server processes",
        "clients",
        "completions a second",
        "of the bare server's",
        "ms a completion",
        "p95",
        "times the bare server's",
        "SQL statements",
        "commits",
        "bytes a case",
        "s to the first answer",
        "MB a process",
    )
    return _table(heads, (_row(each) for each in measured))


def of_loops(measured: Iterable[Looped]) -> str:
    """The last lap beside the tenth."""
    heads = ("database", "loop", "laps", "ms of the tenth", "ms of the last", "ratio")
    return _table(
        heads,
        (
            (
                each.database,
                each.what,
                f"{each.laps.laps:,}",
                _ms(each.laps.tenth),
                _ms(each.laps.last),
                f"{each.laps.ratio:.2f}",
            )
            for each in measured
        ),
    )


def of_branches(measured: Iterable[tuple[str, Branches]]) -> str:
    """A completion among many live branches beside one of two."""
    heads = ("database", "branches", "ms among two", "ms among these", "ratio")
    return _table(
        heads,
        (
            (name, str(each.count), _ms(each.two), _ms(each.many), f"{each.ratio:.2f}")
            for name, each in measured
        ),
    )


def of_growth(measured: Iterable[Growth]) -> str:
    """The large database beside the small one."""
    heads = (
        "database",
        "what",
        "open tasks",
        "events",
        "ms of the small",
        "ms of the large",
        "ratio",
    )
    return _table(heads, (_growth(each) for each in measured))


def of_terms() -> str:
    """What the columns mean, and what they were measured on."""
    return (
        "A completion is the POST of a filled form by somebody signed in, from the first byte sent"
        " to the last received; a case is a start and eight of them in four lanes. The bare server"
        " (scripts/benchmark/bare.py) writes the same with the same framework and driver, answers"
        " in a row of their own, in six statements and one commit, for anybody and whatever was"
        " filled in. Clients are threads of one process, which share the"
        f" {os.cpu_count()} processors with the servers (gunicorn, {THREADS} threads a process,"
        f" Python {platform.python_version()}). Bytes are"
        " the growth of the database; on PostgreSQL with what a VACUUM makes free again."
    )


def of_scaling(costs: Iterable[Cost]) -> str:
    """Processor time, with more and more processes."""
    heads = (
        "servers and workers",
        "server: ms an act",
        "worker: ms a timer",
        "database: ms of both",
        "pooler: ms of both",
        "idle server: ms a second",
        "idle worker",
        "database, for all idle",
    )
    return _table(heads, ([str(cost.processes), *_costs(cost)] for cost in costs))


def of_one_cost(cost: Cost) -> str:
    """A line for a measurement that was just made."""
    return f"With {cost.processes} servers and workers: {' / '.join(_costs(cost))}"


def of_scaling_terms() -> str:
    """What was done, and through what."""
    return (
        "Each server is a gunicorn of one process on an address of its own behind HAProxy, which"
        " gives each request to the next, and reaches PostgreSQL through PgBouncer in transaction"
        " mode; workers listen past it. An act is a start or a completion with the form opened for"
        " it; a timer is fired by a worker. Milliseconds of processor time (user and system), not"
        " of waiting."
    )


def _costs(cost: Cost) -> Iterator[str]:
    _, *parts = astuple(cost)
    return (f"{part:.1f}" for part in parts)


def _row(each: Measured) -> Sequence[str]:
    return (
        each.database,
        str(each.size.processes),
        str(each.size.clients),
        f"{each.laksana.rate:.0f}",
        f"{each.share:.2f}",
        _ms(each.laksana.median),
        _ms(each.laksana.p95),
        f"{each.times:.1f}",
        str(each.asked.statements),
        str(each.asked.commits),
        f"{each.size_on_disk:,.0f}",
        f"{each.started:.1f}",
        f"{each.resident / 2**20:.0f}",
    )


def _growth(each: Growth) -> Sequence[str]:
    tasks, ratio = (each.sizes.small, each.sizes.large), f"{each.ratio:.2f}"
    counts = (" / ".join(f"{n * times:,}" for n in tasks) for times in (1, EVENTS))
    return (each.database, each.what, *counts, _ms(each.small), _ms(each.large), ratio)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column is text, the others are numbers."""
    rules = ("---", *("---:" for _ in heads[1:]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rules, *rows))
