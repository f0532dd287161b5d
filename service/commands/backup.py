"""The commands `laksana backup` and `laksana restore`: a copy of everything, and it back again."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from service.commands.opened import built, ready
from service.commands.verify import verified
from service.settings import read_settings
from service.usecases.copies import Contents, Report

_FILE = click.Path(dir_okay=False, path_type=Path)
_TOLD_EVERY = 0.5  # seconds


@click.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Cadangkan basis data dan berkas ke FILE, selagi aplikasi melayani.

    Status keluar: 0 lengkap, 1 ada berkas yang hilang atau tidak ada cadangan yang dibuat.
    """
    done = ready().back_up(file, _told("Mencadangkan"))
    for lost in done.missing:
        click.echo(f"{lost.case}: {lost.name}: berkas ini hilang atau telah diubah", err=True)
    click.echo(f"{file}: {_summed(done.contents)} dicadangkan")
    if done.missing:
        click.echo(f"{len(done.missing)} berkas tidak ikut dicadangkan", err=True)
        sys.exit(1)


@click.command()
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Pulihkan FILE ke basis data yang kosong, lalu periksa seluruh catatannya.

    Status keluar: 0 utuh, 1 ada kerusakan atau tidak ada yang dipulihkan.
    """
    laksana = built(read_settings())
    contents = laksana.restore(file, _told("Memulihkan"))
    made_at = f"{contents.made_at:%Y-%m-%d %H.%M} UTC"
    click.echo(f"{file}: {_summed(contents)} dipulihkan, sebagaimana pada {made_at}")
    sys.exit(1 if verified(laksana).faults else 0)


def _summed(contents: Contents) -> str:
    files = len(contents.files)
    return f"{contents.size - files} baris dan {files} berkas"


def _told(doing: str) -> Report:
    """Says on a terminal how far it is, once it takes a while."""
    terminal = sys.stderr.isatty()
    told_at = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told_at
        if not terminal or (done < total and time.monotonic() < told_at + _TOLD_EVERY):
            return
        told_at = time.monotonic()
        click.echo(f"\r{doing} ... {done * 100 // total} %", nl=done == total, err=True)

    return tell
