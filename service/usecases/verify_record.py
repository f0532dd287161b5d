"""Verify the record: find every place where what is stored is not what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.errors import Conflict
from service.domain.history import MALFORMED, moment_of
from service.domain.office import Office
from service.domain.record import Act, Event, is_whole
from service.usecases.findings import Checked, Fault, Finding, Place, Portion, Tally
from service.usecases.office_record import add_to_office_record, said
from service.usecases.portion_check import Sources, check_portion
from service.usecases.ports import Clock, Engine, Files
from service.usecases.register_check import read_register
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying
from service.usecases.stored import CaseSearch

AT_ONCE = 200  # cases in a portion: about a quarter of a second


class PlaceGone(Conflict):
    """Pemeriksaan tidak dapat diteruskan, karena catatan kantor pada tempat terhentinya tidak sama lagi. Mulailah dari awal."""  # noqa: E501 - one sentence for the person


@dataclass(frozen=True)
class Verification:
    """A verification that goes on as it is consumed; `total` chains are to be checked in all."""

    total: int
    portions: Iterator[Portion]

    @property
    def checks(self) -> Iterator[Checked]:
        """Everything that is checked, one at a time."""
        return (checked for portion in self.portions for checked in portion.checks)


@dataclass(frozen=True)
class Verified:
    """What the record says of the last verification: when, by whom, and what it found."""

    at: datetime
    by: str
    tally: Tally


def verify_record(
    after: Place | None = None, *, store: Store, files: Files, engine: Engine
) -> Verification:
    """Check every chain of every office, or what follows `after`; a whole chain has no findings.

    Each event's bytes against its hash and the one before; its answers against their salted
    digest; the chain's end against its case or office; each registration and deployment in an
    office's chain against the case or diagram it names; the rows of cases and tasks against their
    chain, those of people and hours too; each file against its hash.

    Each portion is read at its own moment, none before this call: of a case, what changed after
    its portion was read is not covered, and of an office, cases registered after its chain was.
    Raises PlaceGone.
    """
    with store.read() as work:
        offices = work.offices.all()
        total = sum(_chains(office.id, work) for office in offices)
        if after is not None:
            _check_place(after, work)
    ahead = [office for office in offices if after is None or office.key >= after.office]
    return Verification(total, _verify(ahead, after, Sources(store, files, engine)))


def verify_office(
    actor: Actor, *, store: Store, files: Files, engine: Engine, clock: Clock
) -> Verification:
    """Check the chains of the person's own office; the office's record says so at the end.

    Nothing is recorded when it is not consumed to its end. Raises NotOverseer.
    """
    policy.check_can_oversee(actor)
    with store.read() as work:
        office, total = work.offices.get(actor.office), _chains(actor.office, work)
    portions = _check_office(office, None, Sources(store, files, engine))
    return Verification(total, _recorded(portions, actor, store, clock))


def last_verified(actor: Actor, *, store: Store) -> Verified | None:
    """When the office was last verified; None where it never was. Raises NotOverseer."""
    policy.check_can_oversee(actor)
    with store.read() as work:
        place = work.offices.last_verified(actor.office)
        if place is None:
            return None
        found = {
            each.sequence: each for each in work.record.between(actor.office, place - 1, place)
        }
    before, event = found.get(place - 1), found.get(place)
    return _verified(before, event) if before and event else None


def _recorded(
    portions: Iterator[Portion], actor: Actor, store: Store, clock: Clock
) -> Iterator[Portion]:
    tally = Tally()
    for portion in portions:
        tally.add(*portion.checks)
        yield portion
    _record(said(Act.VERIFIED, actor, clock.now(), **vars(tally)), actor.office, store)


@retrying
def _record(event: Mapping[str, object], office: UUID, store: Store) -> None:
    with store.begin() as work:
        head = add_to_office_record(work, office, work.offices.lock(office), event)
        work.offices.set_last_verified(office, head.count)


def _verified(previous: Event, event: Event) -> Verified | None:
    """None also of an event that was damaged since: the office's record shows it as such."""
    if not is_whole(event, previous.hash):
        return None
    try:
        content = event.content()
        tally = Tally(*(int(content[name]) for name in vars(Tally())))
        return Verified(moment_of(content["at"]), str(content["actor"]["name"]), tally)
    except MALFORMED:
        return None


def _chains(office: UUID, work: Work) -> int:
    return work.cases.count(CaseSearch(office, None)) + 1


def _verify(offices: list[Office], after: Place | None, sources: Sources) -> Iterator[Portion]:
    for office in offices:
        is_begun = after is not None and after.office == office.key
        yield from _check_office(office, after if is_begun else None, sources)
    with sources.store.read() as work:
        orphans = work.record.orphans()
    yield Portion(
        tuple(Checked(str(each), 0, (Finding(str(each), 0, Fault.ORPHANED),)) for each in orphans)
    )


def _check_office(office: Office, after: Place | None, sources: Sources) -> Iterator[Portion]:
    """The office's cases in the order of its chain, and last that chain itself.

    The chain is read anew, and all of it, also by who goes on: what it says of the cases ahead
    is sound or found out. Cases that it never registered come after the others.
    """
    with sources.store.read() as work:
        register = read_register(office.id, work)
    reached = after.sequence if after else 0
    ahead = ((id_, each) for id_, each in register.registered.items() if each.sequence > reached)
    while owed := dict(islice(ahead, AT_ONCE)):
        checks = check_portion(office.id, owed, register.deployments, sources)
        last = max(each.sequence for each in owed.values())
        yield Portion(tuple(checks), _place(office, last, sources.store))
    strangers = iter(register.unregistered)
    while some := dict.fromkeys(islice(strangers, AT_ONCE)):
        yield Portion(tuple(check_portion(office.id, some, register.deployments, sources)))
    yield Portion((register.checked,))


def _place(office: Office, sequence: int, store: Store) -> Place | None:
    with store.read() as work:
        events = work.record.between(office.id, sequence, sequence)
    return Place(office.key, sequence, events[0].hash) if events else None


def _check_place(place: Place, work: Work) -> None:
    office = next((each for each in work.offices.all() if each.key == place.office), None)
    events = work.record.between(office.id, place.sequence, place.sequence) if office else ()
    if [event.hash for event in events] != [place.hash]:
        raise PlaceGone
