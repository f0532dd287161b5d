"""The command: measures on each database, prints tables, and judges them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmark import grow, report, scaling
from benchmark.installation import Installation
from benchmark.limits import judged
from benchmark.loop import FEWEST, LOOPS, Branches, Loop, Looped, branches
from benchmark.measuring import Measured, Size, measure
from tests import needs
from tests.databases import PostgresServer

_FULL = [Size(processes, clients) for processes in (1, 2) for clients in (1, 8)]
_SHORT = _FULL[:1]
_BRANCHES = 100


def main() -> int:
    """Exit status 1 when something costs more than it may."""
    asked = _arguments()
    if asked.processes:
        return scaling.main(asked.processes)
    return _grow(asked.short) if asked.grow else _work(asked)


def _work(asked: argparse.Namespace) -> int:
    sizes, rounds = (_SHORT, 1) if asked.short else (_FULL, 5)
    laps = asked.laps or ([10, 20] if asked.short else [10, 200, 1_200])
    work: list[Measured] = []
    loops: list[Looped] = []
    forks: list[tuple[str, Branches]] = []
    with tempfile.TemporaryDirectory(prefix="laksana-bench-") as folder, _databases() as urls:
        for number, (url,) in enumerate(urls):
            installation = Installation(*_place(folder, str(number), url))
            for size in sizes:
                work.append(measure(installation, size, rounds))
                _say(f"{work[-1].database}: {size.processes} processes, {size.clients} clients")
            loops += _in_loops(installation, laps)
            forks.append((loops[-1].database, _among_branches(installation)))
            _say(f"{loops[-1].database}: loops and branches")
    tables = (report.of_work(work), report.of_loops(loops), report.of_branches(forks))
    print(*tables, report.of_terms(), sep="\n\n")
    return judged(work, loops, forks)


def _grow(short: bool) -> int:
    sizes = grow.SHORT if short else grow.FULL
    measured: list[grow.Growth] = []
    with tempfile.TemporaryDirectory(prefix="laksana-bench-") as folder, _databases(2) as urls:
        for number, pair in enumerate(urls):
            small, large = (
                _grown(_place(folder, f"{number}-{size}", url), size)
                for url, size in zip(pair, (sizes.small, sizes.large), strict=True)
            )
            measured += grow.compare(small, large, sizes)
    print(report.of_growth(measured), grow.terms(), sep="\n\n")
    return grow.judged(measured)


def _grown(place: tuple[Path, str], size: int) -> grow.Grown:
    grown = grow.Grown(*place, size)
    megabytes = grown.bytes / 2**20
    _say(f"{grown.name}: {size:,} open tasks, {grown.seconds:.0f} s, {megabytes:,.0f} MB")
    return grown


def _place(folder: str, name: str, url: str) -> tuple[Path, str]:
    """An empty folder, and the address of a database: in it where no other is given."""
    var = Path(folder, name)
    var.mkdir()
    return var, url or f"sqlite:///{var / 'laksana.db'}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a try, in less than a minute")
    parser.add_argument("--grow", action="store_true", help="small and large databases instead")
    parser.add_argument("--laps", type=_numbers, help="laps of the loop, such as 10,200,1200")
    parser.add_argument(
        "--processes", type=_counts, help="only what an act costs with so many, such as 1,2,4"
    )
    return parser.parse_args()


def _counts(text: str) -> list[int]:
    return sorted(int(number) for number in text.split(","))


def _numbers(text: str) -> list[int]:
    laps = [int(number) for number in text.split(",")]
    if min(laps) < FEWEST:
        raise argparse.ArgumentTypeError(f"at least {FEWEST}")
    return laps


@contextmanager
def _databases(count: int = 1) -> Iterator[Sequence[Sequence[str]]]:
    """The addresses to measure: none for files of SQLite's, and a PostgreSQL server's if any.

    Of each kind as many as `count`.
    """
    programs = needs.postgresql()
    if programs is None:
        print("PostgreSQL is not installed, so it is left out.\n")
        yield [[""] * count]
        return
    server = PostgresServer.in_new_folder()
    try:
        server.start(programs)
        with ExitStack() as stack:
            own = [stack.enter_context(server.database()) for _ in range(count)]
            yield [[""] * count, own]
    finally:
        server.stop(programs)


def _in_loops(installation: Installation, laps: Sequence[int]) -> Iterator[Looped]:
    with installation.served(1) as server:
        for what, drawn in LOOPS.items():
            loop = Loop(installation, server.port, drawn)
            for each in laps:
                yield Looped(installation.raw().name, what, loop.measure(each))


def _among_branches(installation: Installation) -> Branches:
    with installation.served(1) as server:
        return branches(installation, server.port, _BRANCHES)


def _say(measured: str) -> None:
    """Tell whoever waits what was just measured."""
    print(f"Measured {measured}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
