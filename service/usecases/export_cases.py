"""Export cases: write down what a search finds, however much it is, and on the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.definition import Definition, Deployment, left_of
from service.domain.record import Act, canonical
from service.usecases.case_search import CaseFilter, Sight, sight_of
from service.usecases.office_record import add_to_office_record, said
from service.usecases.ports import Clock, Engine
from service.usecases.repositories import Store
from service.usecases.retrying import retrying
from service.usecases.stored import CaseLine

PORTION = 500  # cases read at a time: nobody's download holds a transaction open


@dataclass(frozen=True)
class ExportLine:
    """A case with what else a line says of it; no version where it is gone, no starter unknown."""

    line: CaseLine
    definition: Definition
    version: int | None
    starter: str


@dataclass(frozen=True)
class _Source:
    """Where the lines come from, and what their ids mean."""

    sight: Sight
    versions: Mapping[UUID, Deployment]
    people: Mapping[UUID, str]


@retrying
def export_cases(
    actor: Actor, wanted: CaseFilter, *, store: Store, engine: Engine, clock: Clock
) -> Iterator[ExportLine]:
    """Every case that is wanted, newest first, read as it is consumed.

    The record says, before the first line is given, who exported how many cases; the filters stand
    beside it, because a name may be among them. Raises NotAuditor.
    """
    policy.check_can_audit(actor)
    with store.read() as work:
        sight = sight_of(actor, work, engine)
        versions = {each.id: each for each in work.deployments.of_office(actor.office)}
        people = {each.id: each.name for each in work.people.of_office(actor.office)}
        count = work.cases.count(sight.search(wanted, "", 0))
    event = said(Act.EXPORTED, actor, clock.now(), cases=count)
    with store.begin() as work:
        head = work.offices.lock(actor.office)
        add_to_office_record(work, actor.office, head, event, canonical(_told(wanted, people)))
    return _lines(wanted, _Source(sight, versions, people), store)


def _told(wanted: CaseFilter, people: Mapping[UUID, str]) -> dict[str, str]:
    """What was searched for, without what was left empty; a person by name."""
    told = {name: str(value) for name, value in vars(wanted).items() if value}
    if wanted.person:
        told["person"] = people.get(wanted.person, "")
    return told


def _lines(wanted: CaseFilter, source: _Source, store: Store) -> Iterator[ExportLine]:
    after, more = "", True
    while more:
        with store.read() as work:
            found = work.cases.search(source.sight.search(wanted, after, PORTION))
        for line in found:
            yield _line(line, source)
        more = len(found) == PORTION
        after = found[-1].case.number if found else ""


def _line(line: CaseLine, source: _Source) -> ExportLine:
    case = line.case
    version = source.versions.get(case.deployment)
    return ExportLine(
        line,
        source.sight.definitions.get(case.deployment) or left_of(None),
        version.version if version else None,
        source.people.get(case.starter, "") if case.starter else "",
    )
