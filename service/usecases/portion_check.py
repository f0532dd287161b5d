"""Checks some of an office's cases together: one short transaction, a statement for each table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from service.domain.case import Case, SnapshotDamaged
from service.domain.definition import DefinitionDamaged, Deployment
from service.domain.files import FileMissing, sha256_of
from service.domain.form_fields import FileRef
from service.domain.task import Task
from service.usecases.calling import version_of
from service.usecases.case_check import StoredCase, check_case
from service.usecases.definitions import meaning_for
from service.usecases.findings import Checked, Fault, Finding
from service.usecases.ports import Engine, Files
from service.usecases.register_check import Registration
from service.usecases.repositories import Store, Work


@dataclass(frozen=True)
class Sources:
    """Where everything is read from."""

    store: Store
    files: Files
    engine: Engine


def check_portion(
    office: UUID,
    owed: Mapping[UUID, Registration | None],
    deployments: Mapping[UUID, Deployment],
    sources: Sources,
) -> Iterator[Checked]:
    """The cases `owed` with their files, each against its registration, None: it has none.

    What the database says is read before the first is given; files are read as they come.
    """
    with sources.store.read() as work:
        stored = {case.id: case for case in work.cases.among(owed) if case.office == office}
        listed = work.cases.files_among(stored)
        found = {
            each.case.id: _check_registered(each, owed, deployments, work, sources.engine)
            for each in _stored(stored, listed, work)
        }
    for case, registration in owed.items():
        if case in found:
            yield found[case]
            yield from _check_files(stored[case].number, listed.get(case, ()), sources.files)
        elif registration is not None:
            number = str(registration.number)
            yield Checked(number, 0, (Finding(number, 0, Fault.CASE_MISSING),))


def _stored(
    cases: Mapping[UUID, Case], files: Mapping[UUID, Sequence[FileRef]], work: Work
) -> Iterator[StoredCase]:
    """The events of each are read as they are consumed, since a case may have very many."""
    tasks = _readable_tasks(list(cases), work)
    ahead = dict(cases)
    chains = groupby(work.record.among(cases), key=attrgetter("chain"))
    for chain, events in chains:
        by_hash = {file.hash: file for file in files.get(chain, ())}
        yield StoredCase(ahead.pop(chain), events, tasks.get(chain), by_hash)
    for case in ahead.values():
        yield StoredCase(case, (), (), {})


def _readable_tasks(cases: Sequence[UUID], work: Work) -> dict[UUID, Sequence[Task] | None]:
    """By case; None where a row says what no task can be, which is sought by halves."""
    try:
        found = work.tasks.among(cases)
    except ValueError:
        if len(cases) == 1:
            return {cases[0]: None}
        half = len(cases) // 2
        return _readable_tasks(cases[:half], work) | _readable_tasks(cases[half:], work)
    return {case: found.get(case, ()) for case in cases}


def _check_registered(
    stored: StoredCase,
    owed: Mapping[UUID, Registration | None],
    deployments: Mapping[UUID, Deployment],
    work: Work,
    engine: Engine,
) -> Checked:
    """The case against its record, and both against its registration."""
    case = stored.case
    checked = check_case(stored, meaning_for(case, work, engine), work)
    deployment, registration = deployments.get(case.deployment), owed[case.id]
    faults: list[Fault] = []
    if registration is None:
        faults.append(Fault.CASE_UNREGISTERED)
    elif (registration.number, registration.definition) != (
        case.number,
        deployment and deployment.hash,
    ):
        faults.append(Fault.CASE_CHANGED)
    if deployment is not None and not _is_readable(case, deployment, work, engine):
        faults.append(Fault.SNAPSHOT_DAMAGED)
    found = tuple(Finding(case.number, 0, each) for each in faults)
    return replace(checked, findings=(*found, *checked.findings))


def _is_readable(case: Case, deployment: Deployment, work: Work, engine: Engine) -> bool:
    """Whether where the case stands can be read; of a damaged version nobody can tell."""
    try:
        called = version_of(case, work).calls
        engine.check(replace(deployment, calls=called), case.snapshot)
    except SnapshotDamaged:
        return False
    except DefinitionDamaged:
        return True  # which is named where the version is
    return True


def _check_files(number: str, listed: Iterable[FileRef], files: Files) -> Iterator[Checked]:
    for file in listed:
        try:
            with files.open(file.hash) as content:
                whole = sha256_of(content) == file.hash
        except FileMissing:
            whole = False
        if not whole:
            finding = Finding(number, 0, Fault.FILE_MISSING)
            yield Checked(f"{number}: {file.name}", 0, (finding,))
