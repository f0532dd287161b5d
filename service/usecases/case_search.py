"""What listing and exporting cases share: what is looked for, and what of it a person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from service.domain import policy
from service.domain.actor import Actor
from service.domain.definition import Definition
from service.usecases.definitions import known
from service.usecases.ports import Engine
from service.usecases.repositories import Work
from service.usecases.stored import CaseSearch


@dataclass(frozen=True)
class CaseFilter:
    """What cases are looked for; what is empty does not narrow the search.

    `text` is a part of number or subject, `sop` the key of all its versions, `person` who started
    the case or had a task of it in hand; started from the day `since` to the day `until`, both
    included, as the office counts days.
    """

    text: str = ""
    state: str = ""
    sop: str = ""
    person: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Sight:
    """What a person may see: `definitions` are the office's versions by deployment, newest first.

    Of a damaged version nobody can say who works in it: auditors see its cases, and staff those in
    which their role was given a task.
    """

    actor: Actor
    definitions: Mapping[UUID, Definition]
    zone: ZoneInfo

    @property
    def sops(self) -> dict[str, str]:
        """The names of the SOPs that may have cases to see, by key."""
        seen = (each for each in self.definitions.values() if self._sees(each) or each.damaged)
        names: dict[str, str] = {}
        for definition in seen:
            names.setdefault(definition.key, definition.name)
        return dict(sorted(names.items(), key=lambda named: named[1]))

    def search(self, wanted: CaseFilter, after: str, size: int) -> CaseSearch:
        """The search for what is wanted, within what may be seen."""
        chosen = {
            key: definition
            for key, definition in self.definitions.items()
            if wanted.sop in {"", definition.key}
        }
        visible = tuple(key for key, definition in chosen.items() if self._sees(definition))
        everything = policy.sees_every_case(self.actor) and not wanted.sop
        return CaseSearch(
            self.actor.office,
            None if everything else visible,
            as_typed(wanted.text),
            wanted.state,
            as_typed(after),
            size,
            damaged=tuple(key for key, definition in chosen.items() if definition.damaged),
            roles=self.actor.roles,
            person=wanted.person,
            since=self._midnight(wanted.since),
            until=self._midnight(wanted.until and wanted.until + timedelta(days=1)),
        )

    def _sees(self, definition: Definition) -> bool:
        return policy.sees_cases_of(self.actor, definition)

    def _midnight(self, day: date | None) -> datetime | None:
        """When the day begins in the office."""
        return None if day is None else datetime.combine(day, time.min, self.zone)


def sight_of(actor: Actor, work: Work, engine: Engine) -> Sight:
    """What the person may see of the office's cases."""
    definitions = known(work.deployments.of_office(actor.office), engine)
    return Sight(actor, definitions, work.offices.get(actor.office).zone)


def as_typed(text: str) -> str:
    """What a person can have typed; a database may not even hold the rest."""
    return "".join(letter for letter in text if letter.isprintable()).strip()
