"""List cases: the requests of the SOPs that a person works in, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.definition import Definition
from service.usecases.definitions import readable
from service.usecases.ports import Engine
from service.usecases.repositories import CaseLine, CaseSearch, Store, Work

PAGE = 25


@dataclass(frozen=True)
class CaseList:
    """One page of cases; `after` is the number to go on from, empty at the end."""

    lines: Sequence[CaseLine]
    definitions: dict[UUID, Definition]
    after: str


def list_cases(
    actor: Actor, text: str, state: str, after: str, *, store: Store, engine: Engine
) -> CaseList:
    """Find cases by number or subject (`text`) and state; both may be empty."""
    with store.read() as work:
        visible = _visible(actor, work, engine)
        wanted = CaseSearch(
            actor.office, tuple(visible), _typed(text), _typed(state), _typed(after), PAGE + 1
        )
        lines = work.cases.search(wanted) if visible else ()
    shown = lines[:PAGE]
    more = shown[-1].case.number if len(lines) > PAGE else ""
    return CaseList(shown, visible, more)


def _visible(actor: Actor, work: Work, engine: Engine) -> dict[UUID, Definition]:
    definitions = readable(work.deployments.of_office(actor.office), engine)
    return {
        key: definition
        for key, definition in definitions.items()
        if policy.sees_cases_of(actor, definition)
    }


def _typed(text: str) -> str:
    """What a person can have typed; a database may not even hold the rest."""
    return "".join(letter for letter in text if letter.isprintable()).strip()
