"""The command: tortures each database, prints what was done and met, and tells differences."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

from torturing.installation import KINDS, LOG, machine
from torturing.pressure import Outcome, press

_SHORT = 10.0  # seconds of killing
_FIRST = 10  # differences that are told


def main() -> int:
    """Exit status 1 when something was lost, done twice, or shown that must not be."""
    asked = _arguments()
    kinds = [asked.database] if asked.database else KINDS
    return max(_torture(kind, asked.seconds, asked.seed) for kind in kinds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/torture", description=__doc__)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--short", action="store_true", help="a try, in less than a minute")
    length.add_argument("--minutes", type=float, default=5.0, help="of killing, each database")
    parser.add_argument("--database", choices=KINDS, help="only this one")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = parser.parse_args()
    asked.seconds = _SHORT if asked.short else asked.minutes * 60
    return asked


def _torture(kind: str, seconds: float, seed: int) -> int:
    print(f"{kind}, seed {seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="laksana-torture-"))
    print(f"what the processes say: {folder / LOG}")
    with machine(kind, folder) as tortured:
        outcome = press(tortured, seconds, seed)
    _report(outcome, (folder / LOG).read_text(errors="replace"))
    if outcome.differences:
        return 1
    shutil.rmtree(folder)
    return 0


def _report(outcome: Outcome, log: str) -> None:
    ledger = outcome.ledger
    acts = (len(ledger.starts), len(ledger.completions), len(ledger.messages))
    lines = {
        "minutes of killing": f"{outcome.seconds / 60:.1f}",
        "killed": _counted(outcome.kills),
        "processes started": _counted(outcome.lives),
        "acknowledged": f"{ledger.acknowledged:,} (%d starts, %d completions, %d messages)" % acts,
        "sent again": f"{ledger.repeats:,}",
        "met": _counted(ledger.troubles),
        "tracebacks in the logs": str(log.count("Traceback (most recent call last)")),
        "differences": str(len(outcome.differences)),
    }
    print("\n".join(f"| {name} | {value} |" for name, value in lines.items()), flush=True)
    for difference in outcome.differences[:_FIRST]:
        print(f"- {difference}")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()) if count)


if __name__ == "__main__":
    sys.exit(main())
