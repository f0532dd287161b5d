"""Verify the record: find every place where what is stored is not what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, SnapshotDamaged
from service.domain.definition import DefinitionDamaged, Deployment
from service.domain.files import FileMissing, sha256_of
from service.domain.form_fields import FileRef
from service.domain.history import MALFORMED, moment_of
from service.domain.office import Office
from service.domain.record import Act, Event, is_whole
from service.usecases.calling import version_of
from service.usecases.case_check import check_case
from service.usecases.chain_check import BROKEN, check_chain
from service.usecases.definitions import meaning_for
from service.usecases.findings import Checked, Fault, Finding, Tally
from service.usecases.office_check import ToldOffice, check_office
from service.usecases.office_record import add_to_office_record, said
from service.usecases.ports import Clock, Engine, Files
from service.usecases.repositories import CaseSearch, Store, Work


@dataclass(frozen=True)
class Verification:
    """A verification that goes on as `checks` is consumed; `total` chains are to be checked."""

    total: int
    checks: Iterator[Checked]


@dataclass(frozen=True)
class Verified:
    """What the record says of the last verification: when, by whom, and what it found."""

    at: datetime
    by: str
    tally: Tally


@dataclass(frozen=True)
class _Sources:
    """Where everything is read from."""

    work: Work
    files: Files
    engine: Engine


def verify_record(*, store: Store, files: Files, engine: Engine) -> Iterator[Checked]:
    """Check every chain of every office, one at a time; a chain that is whole has no findings.

    Each event's bytes against its hash and the one before; its answers against their salted
    digest; the chain's end against its case or office; each registration and deployment in an
    office's chain against the case or diagram it names; the rows of cases and tasks against their
    chain, those of people and hours too; each file against its hash. What is held in memory grows
    with the cases of one office, by a few hundred bytes each.
    """
    with store.read() as work:
        for office in work.offices.all():
            yield from _check_office(office, _Sources(work, files, engine))
        for chain in work.record.orphans():
            yield Checked(str(chain), 0, (Finding(str(chain), 0, Fault.ORPHANED),))


def verify_office(
    actor: Actor, *, store: Store, files: Files, engine: Engine, clock: Clock
) -> Verification:
    """Check the chains of the person's own office; the office's record says so at the end.

    Nothing is recorded when it is not consumed to its end. Raises NotOverseer.
    """
    policy.check_can_oversee(actor)
    with store.read() as work:
        total = work.cases.count(CaseSearch(actor.office, None)) + 1
    return Verification(total, _verify_office(actor, store, files, engine, clock))


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


def _verify_office(
    actor: Actor, store: Store, files: Files, engine: Engine, clock: Clock
) -> Iterator[Checked]:
    tally = Tally()
    with store.read() as work:
        office = work.offices.get(actor.office)
        for checked in _check_office(office, _Sources(work, files, engine)):
            tally.add(checked)
            yield checked
    with store.begin() as work:
        head = work.offices.lock(office.id)
        event = said(Act.VERIFIED, actor, clock.now(), **vars(tally))
        head = add_to_office_record(work, office.id, head, event)
        work.offices.set_last_verified(office.id, head.count)


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


@dataclass(frozen=True)
class _Registration:
    """What an office's chain says of a case."""

    number: object
    definition: object


def _check_office(office: Office, sources: _Sources) -> Iterator[Checked]:
    """The office's chain, then its cases with their files, and what is left of both."""
    work = sources.work
    deployments = {each.id: each for each in work.deployments.stored(office.id)}
    registered: dict[UUID, _Registration] = {}
    yield _check_office_chain(office, deployments, registered, work)
    for case in work.cases.of_office(office.id):
        deployment = deployments.get(case.deployment)
        registration = registered.pop(case.id, None)
        yield from _check_registered(case, deployment, registration, sources)
    for registration in registered.values():
        number = str(registration.number)
        yield Checked(number, 0, (Finding(number, 0, Fault.CASE_MISSING),))


def _check_office_chain(
    office: Office,
    deployments: Mapping[UUID, Deployment],
    registered: dict[UUID, _Registration],
    work: Work,
) -> Checked:
    """The office's chain; what it registered is added to `registered` by case."""
    counts: dict[str, int] = {}
    unnamed = set(deployments)
    told = ToldOffice()
    known: dict[object, object] = {}  # one hash stands in many registrations: it is kept once

    def look(event: Event, content: dict[str, Any]) -> Fault | None:
        told.read(event, content)
        if content.get("act") == Act.DEPLOYED:
            unnamed.discard(UUID(str(content["deployment"])))
            return _deployment_fault(content, deployments)
        if content.get("act") == Act.REGISTERED:
            fault = _number_fault(str(content["number"]), counts)
            definition = content.get("definition")
            registered[UUID(str(content["case"]))] = _Registration(
                content["number"], known.setdefault(definition, definition)
            )
            return fault
        return None

    head = work.offices.head(office.id)
    checked = check_chain(office.key, office.id, head, work, look)
    intruders = [Finding(office.key, 0, Fault.DEFINITION_UNREGISTERED) for _ in unnamed]
    broken = any(finding.fault in BROKEN for finding in checked.findings)
    # What the rows ought to say is only known of a chain that is whole.
    rows = () if broken else check_office(office, told, work)
    return replace(checked, findings=(*checked.findings, *intruders, *rows))


def _check_registered(
    case: Case,
    deployment: Deployment | None,
    registration: _Registration | None,
    sources: _Sources,
) -> Iterator[Checked]:
    """The case, its files, and both against its registration."""
    work = sources.work
    files = {file.hash: file for file in work.cases.files(case.id)}
    definition = meaning_for(case, work, sources.engine)
    checked = check_case(case, definition, files, work)
    fault: Fault | None = None
    if registration is None:
        fault = Fault.CASE_UNREGISTERED
    elif registration != _Registration(case.number, deployment and deployment.hash):
        fault = Fault.CASE_CHANGED
    faults = [] if fault is None else [fault]
    if deployment is not None and not _is_readable(case, deployment, sources):
        faults.append(Fault.SNAPSHOT_DAMAGED)
    found = tuple(Finding(case.number, 0, each) for each in faults)
    yield replace(checked, findings=(*found, *checked.findings))
    yield from _check_files(case.number, files, sources.files)


def _is_readable(case: Case, deployment: Deployment, sources: _Sources) -> bool:
    """Whether where the case stands can be read; of a damaged version nobody can tell."""
    try:
        called = version_of(case, sources.work).calls
        sources.engine.check(replace(deployment, calls=called), case.snapshot)
    except SnapshotDamaged:
        return False
    except DefinitionDamaged:
        return True  # which is named where the version is
    return True


def _deployment_fault(
    content: dict[str, Any], deployments: Mapping[UUID, Deployment]
) -> Fault | None:
    deployment = deployments.get(UUID(str(content["deployment"])))
    if deployment is None:
        return Fault.DEFINITION_MISSING
    stored = (deployment.key, deployment.version, deployment.hash, deployment.source.hash)
    recorded = content["definition"]
    if (content["key"], content["version"], recorded, recorded) != stored:
        return Fault.DEFINITION_CHANGED
    # Rows and events of the first version of Laksana say neither.
    by_whom = {"", content["actor"]["name"]}
    if content.get("roles", {}) != deployment.roles or deployment.deployed_by not in by_whom:
        return Fault.DEFINITION_CHANGED
    return None


def _number_fault(number: str, counts: dict[str, int]) -> Fault | None:
    """Registration numbers of one office and year count 1, 2, 3 ... without a gap."""
    year, _, count = number.rpartition("/")
    counts[year] = counts.get(year, 0) + 1
    if int(count) == counts[year]:
        return None
    counts[year] = int(count)
    return Fault.NUMBER_SKIPPED


def _check_files(number: str, listed: Mapping[str, FileRef], files: Files) -> Iterator[Checked]:
    for file in listed.values():
        try:
            with files.open(file.hash) as content:
                whole = sha256_of(content) == file.hash
        except FileMissing:
            whole = False
        if not whole:
            finding = Finding(number, 0, Fault.FILE_MISSING)
            yield Checked(f"{number}: {file.name}", 0, (finding,))
