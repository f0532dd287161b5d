"""The command `laksana check`: what deploying a diagram would find, without an office."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from service.bootstrap import drawings
from service.commands.checked import Checked, as_json, said
from service.commands.sarif import as_sarif
from service.domain.definition import DiagramRefused, Note, NoteKind
from service.folder import FileUnreadable, NothingToDeploy, find_diagrams, read_diagram, read_forms

PLACES = click.Path(exists=True, readable=False, path_type=Path)


@click.command()
@click.argument("places", metavar="FILE...", nargs=-1, required=True, type=PLACES)
@click.option("--json", "form", flag_value="json", help="Jawab sebagai satu dokumen JSON.")
@click.option("--sarif", "form", flag_value="sarif", help="Jawab sebagai SARIF 2.1.0.")
def check(places: Sequence[Path], form: str | None) -> None:
    """Periksa diagram (berkas atau folder) tanpa memasangnya.

    Status keluar: 0 semua dapat dijalankan, 1 ada yang ditolak, 2 salah pemakaian.
    """
    every = [_checked(file) for place in places for file in _diagrams(place)]
    if form is None:
        for each in every:
            _show(each)
    else:
        answer = as_json(every) if form == "json" else as_sarif(every)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    sys.exit(0 if all(each.accepted for each in every) else 1)


def _diagrams(place: Path) -> list[Path]:
    try:
        return find_diagrams(place)
    except NothingToDeploy as error:
        raise click.UsageError(str(error)) from None


def _checked(file: Path) -> Checked:
    try:
        diagram, forms = read_diagram(file), read_forms(file)
        return Checked(file, True, drawings().check(diagram, forms).notes)
    except DiagramRefused as error:
        return Checked(file, False, error.notes)
    except FileUnreadable as error:
        note = Note(NoteKind.REFUSED, "", "", 0, str(error), "", "file")
        return Checked(file, False, (note,))


def _show(checked: Checked) -> None:
    click.echo(f"{checked.file}: {'dapat dijalankan' if checked.accepted else 'DITOLAK'}")
    for note in checked.notes:
        click.echo(said(note))
