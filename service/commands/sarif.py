"""What checking found as SARIF 2.1.0 (OASIS), which editors and continuous integration read."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from service.commands.checked import Checked
from service.commands.rules import MEANINGS
from service.domain.definition import Note, NoteKind

Json = dict[str, object]

_LEVELS = {NoteKind.ASSUMED: "note", NoteKind.ADVICE: "warning", NoteKind.REFUSED: "error"}


def as_sarif(every: Sequence[Checked]) -> Json:
    """One run with a result for each note, in the order of the files."""
    rules = sorted({note.rule for each in every for note in each.notes})
    run = {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each.file, note, rules) for each in every for note in each.notes],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _driver(rules: list[str]) -> Json:
    described = [
        {"id": rule, "shortDescription": {"text": MEANINGS.get(rule, rule)}} for rule in rules
    ]
    # A package's 0.1.0 is a semantic version, as SARIF wants one.
    return {"name": "Laksana", "semanticVersion": version("laksana"), "rules": described}


def _result(file: Path, note: Note, rules: list[str]) -> Json:
    text = ". ".join(part.rstrip(".") for part in (note.reason, note.remedy) if part)
    return {
        "ruleId": note.rule,
        "ruleIndex": rules.index(note.rule),
        "level": _LEVELS[note.kind],
        "message": {"text": f"{text}."},
        "locations": [_location(file, note)],
    }


def _location(file: Path, note: Note) -> Json:
    physical: Json = {"artifactLocation": {"uri": _uri(file)}}
    if note.line:
        physical["region"] = {"startLine": note.line}
    location: Json = {"physicalLocation": physical}
    if note.element:
        element = {"name": note.label or note.element, "fullyQualifiedName": note.element}
        location["logicalLocations"] = [element]
    return location


def _uri(file: Path) -> str:
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())
