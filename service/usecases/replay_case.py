"""Replay a case: for auditors, moment by moment, from its record alone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case
from service.domain.definition import Definition
from service.domain.record import RecordDamaged, What
from service.domain.replay import Replay, replay
from service.usecases.advancing import reading, record_reading
from service.usecases.definitions import meaning_for
from service.usecases.ports import Clock, Engine
from service.usecases.repositories import Store


@dataclass(frozen=True)
class CaseReplay:
    """A case with everything that its record tells of it, before this reading."""

    case: Case
    definition: Definition
    replay: Replay


def replay_case(
    actor: Actor, case: UUID, *, store: Store, engine: Engine, clock: Clock
) -> CaseReplay:
    """Read a case's whole record; the reading is itself recorded.

    Neither the case's state nor its tasks are asked: only the record is, which can be verified.
    Raises NotAuditor, CaseUnknown.
    """
    with store.read() as work:
        found = work.cases.get(case)
        policy.check_can_replay(actor, found)
        definition = meaning_for(found, work, engine)
        replayed = replay(work.record.of(case), found.head, definition)
    # Where the case's end was set back, the record takes nothing more.
    with suppress(RecordDamaged):
        said = reading(actor, What.REPLAY, clock.now(), definition)
        record_reading(case, said, store=store)
    return CaseReplay(found, definition, replayed)
