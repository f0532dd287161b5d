"""Databases of older versions: their schema, and what their code asked of it, word for word."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg.types.json import Json
from sqlalchemy import Engine

from service.store import migrate as migrating
from tests.needs import ROOT

GOLDEN = ROOT / "tests" / "golden"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    return config


def revisions() -> list[str]:
    """Every version of the schema, the first one first."""
    walked = ScriptDirectory.from_config(_config()).walk_revisions()
    return [each.revision for each in walked][::-1]


def upgrade(database: Engine, version: str) -> None:
    """Bring the schema as far as this version."""
    config = _config()
    with database.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)


Asked = tuple[str, Any]


def transcript(version: str, kind: str) -> list[Asked]:
    """What `tests/golden/transcribe.py` wrote down: statements with their parameters."""
    with gzip.open(GOLDEN / f"database-{version}" / f"{kind}.jsonl.gz", "rt") as lines:
        read = (json.loads(line, object_hook=_tagged) for line in lines)
        return [(statement, _given(parameters)) for statement, parameters in read]


def ask(database: Engine, asked: Iterable[Asked]) -> None:
    """Ask the same of this database, in one transaction."""
    with database.begin() as connection:
        for statement, parameters in asked:
            connection.exec_driver_sql(statement, parameters)


def _tagged(plain: dict[str, Any]) -> Any:
    ((tag, written),) = plain.items() if len(plain) == 1 else [("", plain)]
    return _READ[tag](written) if tag in _READ else plain


_READ: Mapping[str, Callable[[Any], Any]] = {
    "uuid": UUID,
    "moment": datetime.fromisoformat,
    "bytes": bytes.fromhex,
    "json": Json,
}


def _given(parameters: Any) -> Any:
    """SQLite's are lists, which drivers take for many rows; a list of those is many rows."""
    if isinstance(parameters, list) and not any(isinstance(e, list | dict) for e in parameters):
        return tuple(parameters)
    if isinstance(parameters, list):
        return [_given(each) for each in parameters]
    return parameters
