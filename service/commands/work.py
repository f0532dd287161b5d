"""`laksana work`: what time brings, and what must follow an act."""

from __future__ import annotations

from threading import Thread

import click

from service import logs
from service.commands.listening import listening
from service.commands.opened import ready


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, help="Jawab /healthz, /readyz, dan /metrics di sini.")
def work(host: str, port: int | None) -> None:
    """Jalankan pewaktu dan pekerjaan latar belakang sampai dihentikan."""
    laksana = ready()
    logs.configure()
    if port is not None:
        watched = listening(laksana.watch(), host, port, threads=1)
        Thread(target=watched.run, name="watched", daemon=True).start()
    click.echo("Laksana bekerja di latar belakang  (Ctrl+C untuk berhenti)")
    laksana.work()
