"""`laksana message`: deliver what came from outside to the case that waits for it."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

import click

from service.commands.opened import operator, ready
from service.domain.identity import new_id
from service.usecases.deliver_message import DeliverMessage, Value

# As people write numbers: what begins with a nought is a name, such as a NIK.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}


def _pair(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> object:
    """`key=value`, with numbers, true, false and null as expressions know them."""
    read: dict[str, Value] = {}
    for each in given:
        key, equals, text = each.partition("=")
        if not (key and equals):
            raise click.BadParameter(f'"{each}": tulis NAMA=NILAI, misalnya disetujui=true')
        read[key] = _value(text)
    return read


def _value(text: str) -> Value:
    if text in _WORDS:
        return _WORDS[text]
    return Decimal(text) if _NUMBER.fullmatch(text) else text


@click.command()
@click.argument("name")
@click.option("--case", "number", required=True, help="Nomor registrasi permohonan.")
@click.option("--value", "values", multiple=True, callback=_pair, help="NAMA=NILAI, berulang.")
@click.option("--id", "key", type=click.UUID, help="Pengenal; yang sama hanya diterima sekali.")
def message(name: str, number: str, values: dict[str, Value], key: UUID | None) -> None:
    """Sampaikan pesan NAME kepada permohonan yang menunggunya."""
    laksana = ready()
    request = DeliverMessage(operator(), number, name, values, key or new_id())
    done = laksana.deliver_message(request)
    if done is None:
        click.echo(f"Pesan ini sudah pernah diterima permohonan {number}.")
    elif done.ended:
        click.echo(f"Pesan diterima. Permohonan {number} telah selesai.")
    else:
        roles = ", ".join(dict.fromkeys(step.role for step in done.next_steps))
        onward = f" Diteruskan ke {roles}." if roles else ""
        click.echo(f"Pesan diterima permohonan {number}.{onward}")
