"""What every change of an office shares: its line in the office's own chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from service.domain.actor import Actor, Operator
from service.domain.record import Act, Head, append, at_utc, by
from service.usecases.repositories import Work


def said(act: Act, actor: Actor | Operator, at: datetime, **more: object) -> dict[str, object]:
    """What the record says of a change: what was done, by whom, and `more` (plain JSON)."""
    return {"act": act, "at": at_utc(at), "actor": by(actor), **more}


def changed(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, object]:
    """`old` and `new`, each with nothing but what differs; what is missing in one was not there."""
    keys = {key for key in {**old, **new} if old.get(key) != new.get(key)}
    return {
        "old": {key: old[key] for key in old if key in keys},
        "new": {key: new[key] for key in new if key in keys},
    }


def kept(person: Actor) -> dict[str, object]:
    """What the record keeps of a person; never a password."""
    return {
        "name": person.name,
        "roles": sorted(person.roles),
        "rights": sorted(person.rights),
        "active": person.active,
    }


def add_to_office_record(
    work: Work,
    office: UUID,
    head: Head,
    content: Mapping[str, object],
    answers: bytes | None = None,
) -> Head:
    """Chain an event after `head`, which `lock` gave: the office is held; its new head.

    `answers` stand beside the event and may be erased.
    """
    event, head = append(office, head, content, answers)
    work.record.add([event])
    work.offices.set_head(office, head)
    return head
