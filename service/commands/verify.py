"""The command `laksana verify`: every fault of the record, named; it goes on where it stopped."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from service.bootstrap import Laksana
from service.commands.bookmark import Bookmark, keep_bookmark, read_bookmark
from service.commands.opened import ready
from service.commands.progress import Progress
from service.commands.stopping import stoppable
from service.settings import read_settings
from service.usecases.findings import Portion, Tally

_KEPT_EVERY = 2.0  # seconds
_SPARED = 10.0  # seconds in which whoever reads that there is a bookmark may go back to it


@click.command()
@click.option("--resume", is_flag=True, help="Teruskan pemeriksaan yang terhenti, bila ada.")
def verify(*, resume: bool) -> None:
    """Periksa keutuhan seluruh catatan, selagi semua orang bekerja.

    Ctrl+C menghentikannya; --resume meneruskannya, juga setelah mesin mati. Tiap rangkaian
    diperiksa sekali, sehingga yang berubah sesudahnya tidak tercakup.

    Status keluar: 0 utuh, 1 ada kerusakan, 130 dihentikan.
    """
    sys.exit(1 if verified(ready(), resume=resume).faults else 0)


def verified(laksana: Laksana, *, resume: bool = False) -> Tally:
    """Say what is found while it is checked, and how much was; leaves the command when stopped."""
    file = read_settings().var / "verification.json"
    kept = read_bookmark(file)
    begun = _begun(kept, laksana.now(), resume=resume)
    run = _Run(file, begun, _SPARED if kept and not resume else 0.0)
    for line in run.lines:
        click.echo(line)
    verification = laksana.verify_record(run.bookmark.place)
    progress = Progress(verification.total, run.tally.chains)
    with stoppable() as stop, run:
        for portion in verification.portions:
            for line in run.add(portion):
                progress.clear()
                click.echo(line)
            so_far = f"{run.tally.chains} dari {verification.total} rangkaian diperiksa"
            progress.tell(run.tally.chains, so_far)
            if stop.asked:
                progress.clear()
                so_far += f", {run.tally.faults} kerusakan sejauh ini"
                click.echo(f"{so_far}. Teruskan dengan: laksana verify --resume", err=True)
                stop.exit()
    progress.clear()
    file.unlink(missing_ok=True)
    _say_all(run.tally, run.bookmark.began)
    return run.tally


class _Run:
    """A verification under way; however it is left, its bookmark is kept."""

    def __init__(self, file: Path, begun: Bookmark, spared: float) -> None:
        """An older bookmark in the `file` is `spared` for so many seconds."""
        self.bookmark, self.tally, self.lines = begun, replace(begun.tally), list(begun.lines)
        self._file, self._kept_at = file, time.monotonic()
        self._spared_until = self._kept_at + spared

    def add(self, portion: Portion) -> list[str]:
        """So much more was checked; gives the lines of what was found in it."""
        self.tally.add(*portion.checks)
        new = list(_lines(portion))
        self.lines += new
        if portion.place is not None:
            self.bookmark = Bookmark(
                self.bookmark.began, portion.place, replace(self.tally), tuple(self.lines)
            )
            if time.monotonic() - self._kept_at >= _KEPT_EVERY:
                self._keep()
        return new

    def __enter__(self) -> None:
        """Nothing is kept before there is a place."""

    def __exit__(self, *_: object) -> None:
        if self.bookmark.place is not None:
            self._keep()

    def _keep(self) -> None:
        self._kept_at = time.monotonic()
        if self._kept_at >= self._spared_until:
            keep_bookmark(self._file, self.bookmark)


def _begun(kept: Bookmark | None, now: datetime, *, resume: bool) -> Bookmark:
    """What to go on from, which is told."""
    if kept is None:
        if resume:
            click.echo("Tidak ada pemeriksaan yang terhenti; ini dimulai dari awal.", err=True)
        return Bookmark(now)
    before = f"Pemeriksaan sejak {_moment(kept.began)} terhenti setelah {kept.tally.chains}"
    after = "ini meneruskannya" if resume else "ini dimulai dari awal, --resume meneruskannya"
    click.echo(f"{before} rangkaian; {after}.", err=True)
    return kept if resume else Bookmark(now)


def _lines(portion: Portion) -> Iterator[str]:
    for checked in portion.checks:
        for finding in checked.findings:
            place = f"{finding.chain}, catatan {finding.sequence}"
            yield f"{place if finding.sequence else checked.chain}: {finding.fault}"


def _say_all(tally: Tally, began: datetime) -> None:
    if tally.erased:
        click.echo(f"{tally.erased} isian telah dihapus; pastikan penghapusannya disetujui")
    click.echo(f"{tally.chains} rangkaian, {tally.events} catatan, {tally.faults} kerusakan")
    click.echo(f"Diperiksa sejak {_moment(began)}; yang berubah setelah diperiksa tidak tercakup.")


def _moment(at: datetime) -> str:
    """In the machine's own time zone, as operators read their clocks."""
    return f"{at.astimezone():%d-%m-%Y %H.%M.%S %Z}"
