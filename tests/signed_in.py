"""Sessions of people who are there already, without their passwords."""

from __future__ import annotations

from service.domain.actor import Actor
from service.domain.password import Session
from service.usecases.repositories import Store


def session_of(store: Store, actor: Actor) -> Session:
    """What signing in would give the person now."""
    with store.read() as work:
        found = work.people.credentials(actor.account)
    assert found is not None
    return found.session
