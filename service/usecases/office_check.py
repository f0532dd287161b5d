"""Checks the rows of one office that decide who may act and when: its people and its hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.domain.office import Office
from service.domain.record import Act, Event
from service.usecases.findings import Fault, Finding
from service.usecases.office_record import kept
from service.usecases.repositories import Work


@dataclass
class _Told:
    """What the record says of one thing, and where it last did."""

    sequence: int
    values: dict[str, Any]


@dataclass
class ToldOffice:
    """An office as its chain tells of it, event by event; people by their id.

    Chains that are older than `Act.OFFICE_ADDED` say nothing of who and what was there before.
    """

    from_the_start: bool = False
    hours: _Told | None = None
    people: dict[str, _Told] = field(default_factory=dict)

    def read(self, event: Event, content: dict[str, Any]) -> None:
        """One event more. Raises what an event without its usual parts makes Python raise."""
        match content.get("act"):
            case Act.OFFICE_ADDED:
                self.from_the_start = True
                self.hours = _Told(event.sequence, dict(content["new"]["hours"]))
            case Act.HOURS_CHANGED:
                self.hours = _after(self.hours, event, content)
            case Act.PERSON_ADDED | Act.PERSON_CHANGED:
                person = str(content["person"]["id"])
                self.people[person] = _after(self.people.get(person), event, content)


def check_office(office: Office, told: ToldOffice, work: Work) -> Iterator[Finding]:
    """The rows of the office's people and of its hours against what its whole chain `told`."""
    if told.hours is not None and not _says(office.hours, told.hours, whole=told.from_the_start):
        yield Finding(office.key, told.hours.sequence, Fault.HOURS_CHANGED)
    rows = {str(person.id): person for person in work.people.of_office(office.id)}
    for key, person in told.people.items():
        if key not in rows or not _says(kept(rows[key]), person, whole=False):
            yield Finding(office.key, person.sequence, Fault.PERSON_CHANGED)
    if told.from_the_start:
        for _ in rows.keys() - told.people.keys():
            yield Finding(office.key, 0, Fault.PERSON_UNREGISTERED)


def _after(before: _Told | None, event: Event, content: dict[str, Any]) -> _Told:
    values = dict(before.values) if before else {}
    for key in content.get("old", ()):
        values.pop(key, None)
    return _Told(event.sequence, values | content["new"])


def _says(row: object, told: _Told, *, whole: bool) -> bool:
    """Whether the row is what was told; what was not told is free, unless the `whole` was."""
    if whole or not isinstance(row, Mapping):
        return row == told.values
    return all(row.get(key) == value for key, value in told.values.items())
