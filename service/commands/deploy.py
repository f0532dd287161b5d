"""The command `laksana deploy`: a diagram, or a folder of them, each in an act of its own."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from service.commands.checked import said
from service.commands.opened import operator, ready
from service.commands.stopping import stoppable
from service.domain.errors import Conflict, Invalid, Unavailable
from service.folder import find_diagrams, read_diagram, read_forms
from service.usecases.deploy import Deploy, Deployed


@click.command()
@click.argument("place", type=click.Path(exists=True, path_type=Path))
@click.option("--office", required=True, help="Nama singkat unit kerja.")
@click.option("--new-roles", is_flag=True, help="Jadikan pelaksana baru sebagai peran.")
def deploy(place: Path, office: str, *, new_roles: bool) -> None:
    """Pasang diagram di PLACE (berkas .bpmn atau foldernya) beserta formulirnya.

    Diagram yang ditolak tidak menghalangi yang lain. Ctrl+C berhenti setelah diagram yang sedang
    dipasang; perintah yang sama meneruskannya, sebab yang sudah terpasang dilewati.

    Status keluar: 0 semua terpasang, 1 ada yang ditolak atau basis data terputus, 130 dihentikan.
    """
    laksana = ready()
    office_id = laksana.find_office(office).id
    by, forms, files = operator(), read_forms(place), find_diagrams(place)
    refusals: list[str] = []
    counts = Counter[str]()
    with _summed_up(counts, refusals, len(files)), stoppable() as stop:
        for count, file in enumerate(files, start=1):
            click.echo(f"[{count:>{len(str(len(files)))}}/{len(files)}] {file.name}: ", nl=False)
            try:
                request = Deploy(office_id, read_diagram(file), forms, by, new_roles)
                done = laksana.deploy(request)
                counts[_state(done)] += 1
                click.echo("\n".join(_told(done)))
            except (Conflict, Invalid) as refusal:
                click.echo("DITOLAK")
                counts["ditolak"] += 1
                refusals.append(f"{file.name}: {refusal}")
            except Unavailable:
                click.echo("TERPUTUS")
                raise
            if stop.asked:
                break
    if stop.asked and counts.total() < len(files):
        stop.exit()
    sys.exit(1 if refusals else 0)


@contextmanager
def _summed_up(counts: Counter[str], refusals: Sequence[str], files: int) -> Iterator[None]:
    """Tell in the end what became of the diagrams, also when something put an end to it."""
    try:
        yield
    finally:
        click.echo(", ".join(f"{number} {state}" for state, number in counts.items()))
        for each in refusals:
            click.echo(each, err=True)
        if counts.total() < files:
            ahead = f"Dihentikan setelah {counts.total()} dari {files} diagram"
            click.echo(f"{ahead}; perintah yang sama meneruskannya.", err=True)


def _state(done: Deployed) -> str:
    return "sudah terpasang" if done.unchanged else "dipasang"


def _told(done: Deployed) -> Iterator[str]:
    """The line of a diagram that was not refused, and what there is to say under it."""
    yield f"{done.deployment.key} versi {done.deployment.version} {_state(done)}"
    if done.unchanged:
        return
    for role in done.new_roles:
        yield f"  peran baru: {role}"
    for lane, role in done.kept.items():
        yield f"  {lane}: tetap dikerjakan oleh {role}"
    yield from map(said, done.notes)
