"""Verify the record: find every place where what is stored is not what was recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import IO
from uuid import UUID

from service.domain.case import Case
from service.domain.definition import Deployment
from service.domain.errors import N_
from service.domain.files import FileMissing
from service.domain.office import Office
from service.domain.record import GENESIS, Act, Event, Head, RecordDamaged, chained_hash
from service.usecases.ports import Files
from service.usecases.repositories import Store, Work

Look = Callable[[dict[str, object]], "Fault | None"]


class Fault(StrEnum):
    """What can be wrong with the record; the value is what to say (Indonesian)."""

    CHANGED = N_("isi catatan tidak sesuai dengan sidik (hash) yang tersimpan")
    UNREADABLE = N_("isi catatan tidak dapat dibaca")
    GAP = N_("catatan sebelum ini hilang")
    MISPLACED = N_("catatan ini milik rangkaian atau urutan lain")
    CUT = N_("catatan setelah ini hilang")
    ANSWERS_CHANGED = N_("isian di samping catatan ini telah diubah")
    CASE_MISSING = N_("permohonan yang terdaftar di sini tidak ada lagi")
    CASE_UNREGISTERED = N_("permohonan ini tidak pernah didaftarkan")
    CASE_CHANGED = N_("nomor atau SOP permohonan ini tidak sesuai dengan pendaftarannya")
    NUMBER_SKIPPED = N_("nomor registrasi sebelum ini terlompati")
    DEFINITION_MISSING = N_("SOP yang dipasang di sini tidak ada lagi")
    DEFINITION_UNREGISTERED = N_("SOP ini tidak pernah dipasang melalui aplikasi")
    DEFINITION_CHANGED = N_("berkas SOP ini telah diubah setelah dipasang")
    ORPHANED = N_("rangkaian catatan ini tidak dimiliki permohonan atau unit kerja mana pun")
    FILE_MISSING = N_("berkas ini hilang atau telah diubah")


@dataclass(frozen=True)
class Finding:
    """One fault: in which chain (by name), at which event (0: none), and what."""

    chain: str
    sequence: int
    fault: Fault


@dataclass(frozen=True)
class Checked:
    """What was checked: a chain with its number of events, or (0 events) what belongs to one.

    `erased` counts the events whose answers no longer stand beside them: that breaks no chain,
    but must have been approved.
    """

    chain: str
    events: int
    findings: tuple[Finding, ...]
    erased: int = 0


def verify_record(*, store: Store, files: Files) -> Iterator[Checked]:
    """Check every chain, one at a time; a chain that is whole has no findings.

    Each event's bytes against its hash and the one before; its answers against their salted
    digest; the chain's end against its case or office; each registration and deployment in an
    office's chain against the case or diagram it names; each file against its hash.
    """
    with store.read() as work:
        offices = work.offices.all()
        known = {office.id for office in offices}
        registered: dict[UUID, dict[str, object]] = {}
        definitions: dict[UUID, str] = {}
        for office in offices:
            deployments = {each.id: each for each in work.deployments.stored(office.id)}
            definitions |= {key: each.hash for key, each in deployments.items()}
            yield _check_office(office, deployments, registered, work)
        for case in work.cases.all():
            known.add(case.id)
            definition = definitions.get(case.deployment)
            yield _check_case(case, definition, registered.pop(case.id, None), work)
        for content in registered.values():
            finding = Finding(str(content["number"]), 0, Fault.CASE_MISSING)
            yield Checked(str(content["number"]), 0, (finding,))
        for chain in work.record.chains() - known:
            yield Checked(str(chain), 0, (Finding(str(chain), 0, Fault.ORPHANED),))
        yield from _check_files(work, files)


def _check_office(
    office: Office,
    deployments: Mapping[UUID, Deployment],
    registered: dict[UUID, dict[str, object]],
    work: Work,
) -> Checked:
    """The office's chain; what it registered is added to `registered` by case."""
    counts: dict[str, int] = {}
    unnamed = set(deployments)

    def look(content: dict[str, object]) -> Fault | None:
        if content.get("act") == Act.DEPLOYED:
            unnamed.discard(UUID(str(content["deployment"])))
            return _deployment_fault(content, deployments)
        if content.get("act") == Act.REGISTERED:
            fault = _number_fault(str(content["number"]), counts)
            registered[UUID(str(content["case"]))] = content
            return fault
        return None

    head = work.offices.head(office.id)
    checked = _check_chain(office.key, office.id, head, work, look)
    intruders = [Finding(office.key, 0, Fault.DEFINITION_UNREGISTERED) for _ in unnamed]
    return replace(checked, findings=(*checked.findings, *intruders))


def _check_case(
    case: Case, definition: str | None, registration: dict[str, object] | None, work: Work
) -> Checked:
    """The case's chain; `definition` is the hash of its diagram as it is stored."""
    checked = _check_chain(case.number, case.id, case.head, work, lambda _: None)
    fault: Fault | None = None
    if registration is None:
        fault = Fault.CASE_UNREGISTERED
    elif _identity(registration) != (case.number, definition):
        fault = Fault.CASE_CHANGED
    if fault is None:
        return checked
    return replace(checked, findings=(Finding(case.number, 0, fault), *checked.findings))


def _identity(registration: dict[str, object]) -> tuple[object, object]:
    return registration.get("number"), registration.get("definition")


def _check_chain(name: str, chain: UUID, head: Head, work: Work, look: Look) -> Checked:
    findings: list[Finding] = []
    previous, expected, erased = GENESIS, 1, 0
    for event in work.record.of(chain):
        if event.sequence != expected:
            findings.append(Finding(name, event.sequence, Fault.GAP))
        fault = next(_faults(event, previous, look), None)
        if fault is not None:
            findings.append(Finding(name, event.sequence, fault))
        erased += event.answers is None and b'"answers":' in event.body
        previous, expected = event.hash, event.sequence + 1
    if (expected - 1, previous) != (head.count, head.hash):
        findings.append(Finding(name, expected - 1, Fault.CUT))
    return Checked(name, expected - 1, tuple(findings), erased)


def _faults(event: Event, previous: bytes, look: Look) -> Iterator[Fault]:
    """What is wrong with one event, the gravest first; what follows a fault may be its echo."""
    if chained_hash(previous, event.body) != event.hash:
        yield Fault.CHANGED
    try:
        content = event.content()
        if (content.get("chain"), content.get("sequence")) != (str(event.chain), event.sequence):
            yield Fault.MISPLACED
        if event.answers is not None and event.answers.digest != content.get("answers"):
            yield Fault.ANSWERS_CHANGED
        if (fault := look(content)) is not None:
            yield fault
    except (RecordDamaged, KeyError, ValueError):
        yield Fault.UNREADABLE


def _deployment_fault(
    content: dict[str, object], deployments: Mapping[UUID, Deployment]
) -> Fault | None:
    deployment = deployments.get(UUID(str(content["deployment"])))
    if deployment is None:
        return Fault.DEFINITION_MISSING
    stored = (deployment.key, deployment.version, deployment.hash, deployment.source.hash)
    said = content["definition"]
    if (content["key"], content["version"], said, said) != stored:
        return Fault.DEFINITION_CHANGED
    if content.get("roles", {}) != deployment.roles:  # versions before 0.2 named none
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


def _check_files(work: Work, files: Files) -> Iterator[Checked]:
    for number, file in work.cases.all_files():
        try:
            with files.open(file.hash) as content:
                whole = _sha256(content) == file.hash
        except FileMissing:
            whole = False
        if not whole:
            finding = Finding(number, 0, Fault.FILE_MISSING)
            yield Checked(f"{number}: {file.name}", 0, (finding,))


def _sha256(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while portion := content.read(1 << 20):
        digest.update(portion)
    return digest.hexdigest()
