"""What commands work on: Laksana on its database, closed when the command ends."""

from __future__ import annotations

import getpass

import click

from service.bootstrap import Laksana, build
from service.domain.actor import Operator
from service.settings import Settings, read_settings


def built(settings: Settings) -> Laksana:
    """Everything, until the command ends."""
    laksana = build(settings)
    click.get_current_context().call_on_close(laksana.close)
    return laksana


def ready() -> Laksana:
    """Everything, on a database that is there and has the present schema."""
    laksana = built(read_settings())
    laksana.check_schema()
    return laksana


def operator() -> Operator:
    """Who runs this command, as the record names them: the command, and the machine's account."""
    command = click.get_current_context().command_path
    return Operator(f"{command} ({getpass.getuser()})")
