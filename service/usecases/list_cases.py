"""List cases: the requests that a person may see, newest first, and what to search them by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.definition import Definition
from service.usecases.case_search import CaseFilter, sight_of
from service.usecases.definitions import meaning_of
from service.usecases.ports import Engine
from service.usecases.repositories import Store
from service.usecases.stored import CaseLine

PAGE = 25


@dataclass(frozen=True)
class CaseList:
    """One page of cases; `after` is the number to go on from, empty at the end."""

    lines: Sequence[CaseLine]
    definitions: Mapping[UUID, Definition]
    after: str


@dataclass(frozen=True)
class CaseChoices:
    """What a search may name: SOPs by key; people by id, for who searches every case."""

    sops: Mapping[str, str]
    people: Mapping[UUID, str]


def list_cases(
    actor: Actor, wanted: CaseFilter, after: str, *, store: Store, engine: Engine
) -> CaseList:
    """A page of the cases that are wanted and that the person may see."""
    with store.read() as work:
        sight = sight_of(actor, work, engine)
        lines = work.cases.search(sight.search(wanted, after, PAGE + 1))
        shown = lines[:PAGE]
        definitions = {
            key: sight.definitions.get(key) or meaning_of(key, work, engine)
            for key in {line.case.deployment for line in shown}
        }
    more = shown[-1].case.number if len(lines) > PAGE else ""
    return CaseList(shown, definitions, more)


def case_choices(actor: Actor, *, store: Store, engine: Engine) -> CaseChoices:
    """What the person may choose from when they search."""
    with store.read() as work:
        sops = sight_of(actor, work, engine).sops
        everybody = work.people.of_office(actor.office) if policy.sees_every_case(actor) else ()
    return CaseChoices(sops, {person.id: person.name for person in everybody})
