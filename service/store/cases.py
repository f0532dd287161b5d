"""Cases: the runs, with the files that they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    Select,
    TextClause,
    and_,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    union_all,
)
from sqlalchemy.exc import IntegrityError

from service import logs
from service.domain.case import Case, CaseState, CaseUnknown
from service.domain.files import FileUnknown
from service.domain.form_fields import FileRef
from service.domain.record import Event, RecordDamaged
from service.domain.task import UNFINISHED, Task
from service.store.moving import write_move
from service.store.rows import calls_to_text, case_of, progress_of_case, task_of
from service.store.schema import (
    RARE_CASE,
    UNFINISHED_CASE,
    UNFINISHED_TASK,
    case_files,
    cases,
    messages,
    tasks,
)
from service.store.words import Words
from service.usecases.stored import CaseLine, CaseSearch


class SqlCases:
    """See `repositories.Cases`."""

    def __init__(self, connection: Connection, words: Words) -> None:
        self._connection = connection
        self._words = words

    def add(self, case: Case) -> None:
        """The office is locked, so that the number is free, unless its register was set back."""
        logs.about(case.id)
        row = {
            "id": case.id,
            "office_id": case.office,
            "deployment_id": case.deployment,
            "number": case.number,
            "subject": case.subject,
            "started_at": case.started_at,
            "start_act": case.start_act,
            "starter_id": case.starter,
            "calls": calls_to_text(case.calls),
            **progress_of_case(case) | {"revision": case.revision},
        }
        try:
            self._connection.execute(insert(cases).values(row))
        except IntegrityError:
            raise RecordDamaged from None

    def move(
        self,
        case: Case,
        added: Sequence[Event],
        changed: Sequence[Task] = (),
        opened: Sequence[Task] = (),
    ) -> None:
        """The case is locked, so that its revision cannot have moved. Raises RecordDamaged."""
        write_move(self._connection, self._words, case, added, changed, opened)

    def get(self, case: UUID) -> Case:
        """Raises CaseUnknown."""
        row = self._mapped(select(cases).where(cases.c.id == case))
        if row is None:
            raise CaseUnknown
        logs.about(case)
        return case_of(row)

    def hold(self, case: UUID) -> Case:
        """Raises CaseUnknown."""
        query = select(cases).where(cases.c.id == case).with_for_update()
        row = self._mapped(query)
        if row is None:
            raise CaseUnknown
        logs.about(case)
        return case_of(row)

    def numbered(self, number: str) -> Case:
        """Raises CaseUnknown."""
        row = self._mapped(select(cases).where(cases.c.number == number))
        if row is None:
            raise CaseUnknown
        return case_of(row)

    def due(self, at: datetime, size: int) -> Sequence[UUID]:
        """By the index of those that have a timer."""
        query = select(cases.c.id).where(cases.c.due_at <= at, UNFINISHED_CASE)
        query = query.order_by(cases.c.due_at).limit(size)
        return self._connection.execute(query).scalars().all()

    def earliest_due(self) -> datetime | None:
        """The beginning of the same index."""
        query = select(cases.c.due_at).where(cases.c.due_at.is_not(None), UNFINISHED_CASE)
        query = query.order_by(cases.c.due_at).limit(1)
        return self._connection.execute(query).scalar_one_or_none()

    def took(self, case: UUID, act: UUID) -> bool:
        """The case is locked."""
        query = select(messages).where(messages.c.case_id == case, messages.c.id == act)
        return self._connection.execute(query).one_or_none() is not None

    def take(self, case: UUID, act: UUID) -> None:
        """The case is locked."""
        self._connection.execute(insert(messages).values(case_id=case, id=act))

    def started_by(self, act: UUID) -> Case | None:
        """None for an act id that was not used yet."""
        row = self._mapped(select(cases).where(cases.c.start_act == act))
        return None if row is None else case_of(row)

    def search(self, wanted: CaseSearch) -> Sequence[CaseLine]:
        """Numbers of one office sort as they were given, so they are the key to page by."""
        conditions = list(_conditions(wanted))
        if wanted.deployments is None:
            return self._lines(conditions, wanted.size)
        newest = _NEWEST.where(*conditions).limit(wanted.size)
        found = [select(newest.where(sight).subquery()) for sight in _sights(wanted)]
        if not found:
            return []
        among = union_all(*found).subquery()
        chosen = select(among.c.id).order_by(among.c.number.desc()).limit(wanted.size)
        # First which cases, from an index, then the cases: so both databases read only these.
        ids = self._connection.execute(chosen).scalars().all()
        return self._lines([cases.c.id.in_(ids)], wanted.size)

    def unfinished(self, office: UUID, number: str, after: str, size: int) -> Sequence[CaseLine]:
        """The subject is not searched: who asks may not know it."""
        conditions: list[ColumnElement[bool] | TextClause] = [
            cases.c.office_id == office,
            UNFINISHED_CASE,
        ]
        if number:
            conditions.append(cases.c.number.icontains(number, autoescape=True))
        if after:
            conditions.append(cases.c.number < after)
        return self._lines(conditions, size)

    def _lines(
        self, conditions: Iterable[ColumnElement[bool] | TextClause], size: int
    ) -> Sequence[CaseLine]:
        rows = self._connection.execute(
            select(cases).where(*conditions).order_by(cases.c.number.desc()).limit(size)
        ).mappings()
        found = [case_of(row) for row in rows]
        waiting = self._connection.execute(
            select(tasks)
            .where(tasks.c.case_id.in_([case.id for case in found]), UNFINISHED_TASK)
            .order_by(tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.id)
        ).mappings()
        open_tasks: dict[UUID, list[Task]] = {case.id: [] for case in found}
        for row in waiting:
            task = task_of(row)
            if task.state in UNFINISHED:
                open_tasks[task.case].append(task)
        return [CaseLine(case, tuple(open_tasks[case.id])) for case in found]

    def count(self, wanted: CaseSearch) -> int:
        """However many pages they fill."""
        query = select(func.count()).select_from(cases).where(*_conditions(wanted))
        if wanted.deployments is not None:
            query = query.where(or_(false(), *_sights(wanted)))
        return self._connection.execute(query).scalar_one()

    def standing_still(self) -> Mapping[UUID, int]:
        """By the index that holds such cases only."""
        rows = self._connection.execute(
            select(cases.c.office_id, func.count().label("number"))
            .where(*_in_state(CaseState.INCIDENT))
            .group_by(cases.c.office_id)
        )
        return {row.office_id: row.number for row in rows}

    def ids(self, office: UUID) -> Iterator[UUID]:
        """A portion at a time."""
        return self._connection.execute(
            select(cases.c.id)
            .where(cases.c.office_id == office)
            .order_by(cases.c.number)
            .execution_options(yield_per=5_000)
        ).scalars()

    def among(self, wanted: Collection[UUID]) -> Sequence[Case]:
        """In one statement."""
        rows = self._connection.execute(select(cases).where(cases.c.id.in_(wanted))).mappings()
        return [case_of(row) for row in rows]

    def _mapped(self, query: Select[Any]) -> RowMapping | None:
        return self._connection.execute(query).mappings().one_or_none()

    def add_files(self, case: UUID, files: Iterable[FileRef]) -> None:
        """The first name of one content stays."""
        known = set(
            self._connection.execute(
                select(case_files.c.hash).where(case_files.c.case_id == case)
            ).scalars()
        )
        new: dict[str, FileRef] = {}
        for file in files:
            if file.hash not in known:
                new.setdefault(file.hash, file)
        if new:
            self._connection.execute(
                insert(case_files),
                [
                    {
                        "case_id": case,
                        "hash": file.hash,
                        "name": file.name,
                        "media_type": file.media_type,
                        "size": file.size,
                    }
                    for file in new.values()
                ],
            )

    def file(self, case: UUID, file_hash: str) -> FileRef:
        """Raises FileUnknown."""
        row = self._connection.execute(
            select(case_files).where(case_files.c.case_id == case, case_files.c.hash == file_hash)
        ).one_or_none()
        if row is None:
            raise FileUnknown
        return _file(row)

    def files(self, case: UUID) -> Sequence[FileRef]:
        """By hash."""
        rows = self._connection.execute(
            select(case_files).where(case_files.c.case_id == case).order_by(case_files.c.hash)
        )
        return [_file(row) for row in rows]

    def files_among(self, wanted: Collection[UUID]) -> Mapping[UUID, Sequence[FileRef]]:
        """In one statement."""
        rows = self._connection.execute(
            select(case_files)
            .where(case_files.c.case_id.in_(wanted))
            .order_by(case_files.c.case_id, case_files.c.hash)
        )
        found: dict[UUID, list[FileRef]] = {}
        for row in rows:
            found.setdefault(row.case_id, []).append(_file(row))
        return found


def _file(row: Row[Any]) -> FileRef:
    return FileRef(row.hash, row.name, row.media_type, row.size)


_NEWEST = select(cases.c.id, cases.c.number).order_by(cases.c.number.desc())
_MOST_SIGHTS = 400  # of one search: SQLite joins no more than 500 queries


def _conditions(wanted: CaseSearch) -> Iterator[ColumnElement[bool] | TextClause]:
    """All but whose cases may be seen."""
    yield cases.c.office_id == wanted.office
    if wanted.text:
        yield or_(
            cases.c.number.icontains(wanted.text, autoescape=True),
            cases.c.subject.icontains(wanted.text, autoescape=True),
        )
    yield from _in_state(wanted.state)
    if wanted.after:
        yield cases.c.number < wanted.after
    if wanted.person:
        done = select(tasks.c.case_id).where(
            tasks.c.office_id == wanted.office, tasks.c.holder_id == wanted.person
        )
        yield or_(cases.c.starter_id == wanted.person, cases.c.id.in_(done))
    if wanted.since:
        yield cases.c.started_at >= wanted.since
    if wanted.until:
        yield cases.c.started_at < wanted.until


def _in_state(state: str) -> Iterator[ColumnElement[bool] | TextClause]:
    """What is seldom has an index of its own, which knows these words."""
    if state:
        yield cases.c.state == state
    if state == CaseState.RUNNING:
        yield UNFINISHED_CASE
    elif state not in {"", CaseState.DONE}:
        yield RARE_CASE


def _sights(wanted: CaseSearch) -> Iterator[ColumnElement[bool]]:
    """What may be seen, one version apart from the other: of each an index knows the newest."""
    versions = wanted.deployments or ()
    some = -(-len(versions) // _MOST_SIGHTS)
    for first in range(0, len(versions), some or 1):
        yield cases.c.deployment_id.in_(versions[first : first + some])
    if wanted.damaged:
        given = exists().where(tasks.c.case_id == cases.c.id, tasks.c.performer.in_(wanted.roles))
        yield and_(cases.c.deployment_id.in_(wanted.damaged), given)
