"""The command `laksana play`: a diagram, played to its end by chance, without a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from service.bootstrap import drawings
from service.commands.values import as_plain, read_value
from service.domain.definition import DiagramRefused
from service.folder import FileUnreadable, read_diagram
from service.usecases.play_diagram import PlayDiagram, Played

_REFUSED = 2
_FILE = click.Path(exists=True, dir_okay=False, readable=False, path_type=Path)


class Data(click.ParamType[tuple[str, object]]):
    """A variable as `name=value`."""

    name = "name=value"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, object]:
        """The name and its typed value."""
        name, equals, text = value.partition("=")
        if not (name.strip() and equals):
            self.fail(f'"{value}" tidak berbentuk name=value', param, ctx)
        return name.strip(), read_value(text.strip())


@click.command()
@click.argument("file", type=_FILE)
@click.option("--seed", type=int, required=True, help="Angka awal undian; angka sama, hasil sama.")
@click.option("--data", multiple=True, type=Data(), help="Nilai yang diketahui; boleh berulang.")
@click.option("--json", "as_json", is_flag=True, help="Jawab sebagai satu dokumen JSON.")
def play(file: Path, seed: int, data: tuple[tuple[str, object], ...], *, as_json: bool) -> None:
    """Mainkan diagram di FILE sampai berakhir, dengan pilihan acak dan jam tiruan.

    Formulir tidak diisi: yang tidak diberi nilai dengan --data diputuskan oleh undian.
    Status keluar: 0 berakhir, 1 tidak berakhir, 2 ditolak atau salah pemakaian.
    """
    try:
        played = drawings().play(PlayDiagram(read_diagram(file), seed, dict(data)))
    except (DiagramRefused, FileUnreadable) as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(_REFUSED)
    if as_json:
        click.echo(json.dumps(_plain(played), ensure_ascii=False, indent=2))
    else:
        _show(played)
    sys.exit(0 if played.ended else 1)


def _plain(played: Played) -> dict[str, object]:
    return {
        "seed": played.seed,
        "ended": played.ended,
        "steps": [
            {"pool": each.pool, "element": each.element, "at": each.at.isoformat()}
            for each in played.steps
        ],
        "waiting": [{"pool": each.pool, "element": each.element} for each in played.waiting],
        "data": {name: as_plain(value) for name, value in played.data.items()},
    }


def _show(played: Played) -> None:
    def told(element: str) -> str:
        name = played.names.get(element)
        return f'{element} "{name}"' if name else element

    for step in played.steps:
        click.echo(f"{step.at:%Y-%m-%d %H.%M}  {step.pool}: {told(step.element)}")
    for variable, value in played.data.items():
        click.echo(f"{variable} = {json.dumps(as_plain(value), ensure_ascii=False)}")
    for place in played.waiting:
        click.echo(f"masih menunggu di {place.pool}: {told(place.element)}")
    state = "berakhir" if played.ended else "TIDAK berakhir"
    click.echo(f"{state} setelah {len(played.steps)} langkah")
