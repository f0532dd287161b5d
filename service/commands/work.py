"""`laksana work`: what time brings, and what must follow an act."""

from __future__ import annotations

import click

from service import logs
from service.commands.opened import ready


@click.command()
def work() -> None:
    """Jalankan pewaktu dan pekerjaan latar belakang sampai dihentikan."""
    laksana = ready()
    logs.configure()
    click.echo("Laksana bekerja di latar belakang  (Ctrl+C untuk berhenti)")
    laksana.work()
