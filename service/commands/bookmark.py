"""Keeps how far a verification came, in a file: what outlives the command, however it ends."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from service.usecases.findings import Place, Tally


@dataclass(frozen=True)
class Bookmark:
    """What was found since the moment it `began` until its `place`, as the lines that say so."""

    began: datetime
    place: Place | None = None
    tally: Tally = field(default_factory=Tally)
    lines: tuple[str, ...] = ()


def read_bookmark(file: Path) -> Bookmark | None:
    """None where there is none that can be read."""
    try:
        return _bookmark(json.loads(file.read_bytes()))
    except (FileNotFoundError, ValueError, LookupError, TypeError):
        return None


def keep_bookmark(file: Path, bookmark: Bookmark) -> None:
    """In the place of the one before, so that there is a whole one at every moment."""
    new = file.with_suffix(".new")
    with new.open("w", encoding="utf-8") as content:
        json.dump(asdict(bookmark), content, default=_plain)
        content.flush()
        os.fsync(content.fileno())
    new.replace(file)


def _plain(value: datetime | bytes) -> str:
    return value.hex() if isinstance(value, bytes) else value.isoformat()


def _bookmark(read: Any) -> Bookmark:  # noqa: ANN401 - whatever the file holds
    place = read["place"]
    return Bookmark(
        began=datetime.fromisoformat(read["began"]),
        place=Place(place["office"], place["sequence"], bytes.fromhex(place["hash"])),
        tally=Tally(**read["tally"]),
        lines=tuple(read["lines"]),
    )
