"""Measures a folder of diagrams: accepted, refused, crashed; of the accepted, ended or stuck."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from traceback import extract_tb
from types import FrameType

from service.bootstrap import drawings
from service.domain.definition import DiagramRefused, Note, NoteKind
from service.folder import read_forms
from service.usecases.play_diagram import PlayDiagram, Played

PLAYS = 20
SECONDS = 60  # for one file with all its plays
DRAWN = {"deadlocks", "endless"}  # the rules that advise on a drawing that may not end
_BPMN = (".bpmn", ".bpmn20.xml")
_START = 4096  # bytes in which a file says what it is


class TimeUp(Exception):
    """A file took longer than SECONDS."""


@dataclass(frozen=True)
class Fared:
    """How one file fared. `state`: accepted, refused or crashed; `why` the file was not accepted.

    `stuck`: where the first play waited that did not end; `advised`: whether it was said that this
    is how it is drawn.
    """

    state: str
    file: str = ""
    seconds: float = 0.0
    why: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    stuck: str = ""
    advised: bool = False


def find(folder: Path) -> list[Path]:
    """Every file in the folder and below it that is BPMN by its name, or XML that says so."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [file for file in files if _is_bpmn(file)]


def _is_bpmn(file: Path) -> bool:
    name = file.name.lower()
    if name.endswith(_BPMN):
        return True
    if not name.endswith(".xml"):
        return False
    with file.open("rb") as opened:
        start = opened.read(_START).replace(b"\0", b"").lower()  # also as UTF-16
    return b"definitions" in start and b"bpmn" in start


def measure(folder: Path, file: Path) -> Fared:
    """Check one file and play it."""
    begun = time.monotonic()
    fared = _fared(file)
    name = str(file.relative_to(folder))
    return replace(fared, file=name, seconds=time.monotonic() - begun)


def _fared(file: Path) -> Fared:
    signal.signal(signal.SIGALRM, _time_is_up)
    signal.alarm(SECONDS)
    try:
        notes, stuck = _tried(file)
    except DiagramRefused as error:
        refused = [note for note in error.notes if note.kind is NoteKind.REFUSED]
        why, rules = map(str, refused), (note.rule for note in refused)
        return Fared("refused", why=tuple(why), rules=tuple(rules))
    except Exception as error:  # noqa: BLE001 - whatever it is, that is what is measured
        return Fared("crashed", why=(_where(error),))
    finally:
        signal.alarm(0)
    advised = any(note.rule in DRAWN for note in notes)
    return Fared("accepted", stuck=_place(stuck) if stuck else "", advised=advised)


def _time_is_up(_signal: int, _frame: FrameType | None) -> None:
    raise TimeUp(f"longer than {SECONDS} s")


def _tried(file: Path) -> tuple[tuple[Note, ...], Played | None]:
    """The notes, and the first play that did not end: it settles how the file fared."""
    diagram, laksana = file.read_bytes(), drawings()
    notes = laksana.check(diagram, read_forms(file)).notes
    plays = (laksana.play(PlayDiagram(diagram, seed, {})) for seed in range(PLAYS))
    return notes, next((played for played in plays if not played.ended), None)


def _where(error: Exception) -> str:
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"


def _place(play: Played) -> str:
    names = play.names
    waiting = Counter(
        f'{at.pool}: {at.element} "{names.get(at.element, "")}"' for at in play.waiting
    )
    places = ", ".join(waiting)
    return f"seed {play.seed} after {len(play.steps)} steps: {places}"


def report(every: list[Fared], seconds: float) -> Iterator[str]:
    """The measures, a line each, then each file that did not go well."""
    by = {state: [f for f in every if f.state == state] for state in _STATES}
    yield f"{len(every)} files in {seconds:.0f} s"
    for state, those in by.items():
        yield f"{state:<10}{len(those):>6}  {_share(len(those), len(every))}"
    stuck = [f for f in by["accepted"] if f.stuck]
    ended = len(by["accepted"]) - len(stuck)
    yield f"of the accepted, in {PLAYS} random plays:"
    yield f"ended     {ended:>6}  {_share(ended, len(by['accepted']))}"
    yield f"stuck     {len(stuck):>6}  of these advised as drawn: {sum(f.advised for f in stuck)}"
    for file in by["crashed"]:
        yield f"crashed  {file.file}: {'; '.join(file.why)}"
    yield from _refusals(by["refused"])
    for file in stuck:
        drawn = "advised as drawn" if file.advised else "NOT advised"
        yield f"stuck    {file.file} ({drawn}): {file.stuck}"
    for file in sorted(every, key=lambda f: -f.seconds)[:3]:
        yield f"slowest  {file.file}: {file.seconds:.1f} s"


_STATES = ("accepted", "refused", "crashed")


def _refusals(refused: Iterable[Fared]) -> Iterator[str]:
    rules = Counter(rule for file in refused for rule in set(file.rules))
    for rule, files in rules.most_common():
        yield f"rule     {rule}: {files} files"
    for file in refused:
        for why in file.why:
            yield f"refused  {file.file}: {why}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%}" if whole else "     -"


def measure_all(folder: Path) -> list[Fared]:
    """Every diagram of the folder, in the order of the names, on all processors."""
    files = find(folder)
    found = []
    with multiprocessing.get_context("spawn").Pool() as workers:
        for count, fared in enumerate(workers.imap(partial(measure, folder), files), 1):
            found.append(fared)
            print(f"\r{count}/{len(files)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def main() -> None:
    """Print what was measured."""
    begun = time.monotonic()
    every = measure_all(Path(sys.argv[1]))
    for line in report(every, time.monotonic() - begun):
        print(line)


if __name__ == "__main__":
    main()
