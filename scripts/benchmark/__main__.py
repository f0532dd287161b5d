"""The command: measures on each database, prints two tables, and judges the loop."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmark import report, scaling
from benchmark.installation import Installation
from benchmark.loop import FEWEST, MOST, Laps, Loop
from benchmark.measuring import Measured, Size, measure
from tests import needs
from tests.databases import PostgresServer

_FULL = [Size(processes, clients) for processes in (1, 2) for clients in (1, 8)]
_SHORT = _FULL[:1]


def main() -> int:
    """Exit status 1 when a last lap costs more than it may."""
    asked = _arguments()
    if asked.processes:
        return scaling.main(asked.processes)
    sizes, rounds = (_SHORT, 1) if asked.short else (_FULL, 5)
    laps = asked.laps or ([10, 20] if asked.short else [10, 200, 1_200])
    work: list[Measured] = []
    loops: list[tuple[str, Laps]] = []
    with tempfile.TemporaryDirectory(prefix="laksana-bench-") as folder, _databases() as urls:
        for number, url in enumerate(urls):
            var = Path(folder, str(number))
            var.mkdir()
            installation = Installation(var, url or f"sqlite:///{var / 'laksana.db'}")
            for size in sizes:
                work.append(measure(installation, size, rounds))
                _say(f"{work[-1].database}: {size.processes} processes, {size.clients} clients")
            loops += _in_loops(installation, laps)
            _say(f"{loops[-1][0]}: the loop")
    print(report.of_work(work), report.of_loops(loops), report.of_terms(), sep="\n\n")
    return _judged(loops)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a try, in less than a minute")
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
def _databases() -> Iterator[Sequence[str]]:
    """The addresses to measure: none for a file of SQLite's, and a PostgreSQL server's if any."""
    programs = needs.postgresql()
    if programs is None:
        print("PostgreSQL is not installed, so it is left out.\n")
        yield [""]
        return
    server = PostgresServer.in_new_folder()
    try:
        server.start(programs)
        with server.database() as url:
            yield ["", url]
    finally:
        server.stop(programs)


def _in_loops(installation: Installation, laps: Sequence[int]) -> list[tuple[str, Laps]]:
    with installation.served(1) as port:
        loop = Loop(installation, port)
        return [(installation.raw().name, loop.measure(each)) for each in laps]


def _judged(loops: Sequence[tuple[str, Laps]]) -> int:
    dear = [laps for _, laps in loops if laps.ratio > MOST]
    for each in dear:
        print(f"\nThe last of {each.laps} laps costs more than {MOST} times the tenth.")
    return int(bool(dear))


def _say(measured: str) -> None:
    """Tell whoever waits what was just measured."""
    print(f"Measured {measured}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
