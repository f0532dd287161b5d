"""What checking one file found, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.domain.definition import Note, NoteKind


@dataclass(frozen=True)
class Checked:
    """One file; the notes tell why where it was not `accepted`."""

    file: Path
    accepted: bool
    notes: tuple[Note, ...]


def said(note: Note) -> str:
    """A note as a line under its file."""
    return f"  {_KINDS[note.kind]}: {note}"


_KINDS = {NoteKind.ADVICE: "saran", NoteKind.ASSUMED: "asumsi", NoteKind.REFUSED: "ditolak"}


def as_json(every: Iterable[Checked]) -> list[dict[str, object]]:
    """All files with their notes; a `line` that is not known is 0."""
    return [
        {
            "file": str(each.file),
            "accepted": each.accepted,
            "notes": [_plain(note) for note in each.notes],
        }
        for each in every
    ]


def _plain(note: Note) -> dict[str, object]:
    return {
        "level": note.kind.value,
        "rule": note.rule,
        "element": note.element,
        "label": note.label,
        "line": note.line,
        "text": note.reason,
        "remedy": note.remedy,
    }
