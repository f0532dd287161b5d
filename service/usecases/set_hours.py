"""Set the hours of an office: when its working time runs from now on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.domain import policy
from service.domain.actor import Actor
from service.domain.calendar import WorkingHours
from service.domain.office import Office
from service.domain.record import Act
from service.usecases.office_record import add_to_office_record, changed, said
from service.usecases.ports import Clock
from service.usecases.repositories import Store
from service.usecases.retrying import retrying


def show_hours(actor: Actor, *, store: Store) -> WorkingHours:
    """The hours of one's own office. Raises NotOverseer."""
    policy.check_can_oversee(actor)
    with store.read() as work:
        return WorkingHours.from_plain(work.offices.get(actor.office).hours)


@retrying
def set_hours(actor: Actor, hours: Mapping[str, Any], *, store: Store, clock: Clock) -> Office:
    """Other hours, in their plain form; what is due already stays due as it was told.

    The hours that hold already change nothing. Raises NotAdministrator, InvalidHours.
    """
    policy.check_can_administer(actor)
    plain = WorkingHours.from_plain(hours).to_plain()
    with store.begin() as work:
        head = work.offices.lock(actor.office)
        before = work.offices.get(actor.office)
        after = replace(before, hours=plain)
        if before != after:
            work.offices.save(after)
            differences = changed(before.hours, after.hours)
            content = said(Act.HOURS_CHANGED, actor, clock.now(), **differences)
            add_to_office_record(work, actor.office, head, content)
    return after
