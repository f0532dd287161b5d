"""Tasks: what waits for people, what they did, and the lock that an act takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    Subquery,
    bindparam,
    func,
    insert,
    or_,
    select,
    tuple_,
    union_all,
)

from service import logs
from service.domain.actor import Actor
from service.domain.password import Session, SessionEnded
from service.domain.task import Task, TaskUnknown
from service.store.people import ACTING, SqlPeople, actor_of
from service.store.rows import OFFICE, case_of, office_of, row_of_task, task_of
from service.store.schema import (
    CLAIMED,
    UNCLAIMED,
    UNFINISHED_TASK,
    cases,
    offices,
    people,
    roles,
    tasks,
)
from service.store.straight import Found, Straight
from service.usecases.stored import Backlog, Held, InboxLine


class SqlTasks:
    """See `repositories.Tasks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, task: UUID, office: UUID) -> Task:
        """Raises TaskUnknown."""
        row = (
            self._connection.execute(
                select(tasks).where(tasks.c.id == task, tasks.c.office_id == office)
            )
            .mappings()
            .one_or_none()
        )
        if row is None:
            raise TaskUnknown
        logs.about(row[tasks.c.case_id])
        return task_of(row)

    def hold(self, task: UUID, office: UUID) -> Held:
        """Raises TaskUnknown. The case is locked before the task: the order of every act."""
        row = _HELD.one(self._connection, {"task": task, "office": office})
        if row is None:
            raise TaskUnknown
        return _held(row)

    def hold_as(self, session: Session, task: UUID) -> tuple[Actor, Held]:
        """As `hold`, with who acts: in one statement, because every completion asks it."""
        row = _HELD_AS.one(self._connection, {"task": task, "person": session.person})
        if row is None and SqlPeople(self._connection).actor(session) is not None:
            raise TaskUnknown
        actor = row and actor_of(row, session)
        if not row or not actor:
            raise SessionEnded
        return actor, _held(row)

    def add(self, opened: Sequence[Task]) -> None:
        """In one statement."""
        self._connection.execute(insert(tasks), [row_of_task(task) for task in opened])

    def several(self, wanted: Collection[UUID], case: UUID) -> Sequence[Task]:
        """In no order."""
        rows = self._connection.execute(
            select(tasks).where(tasks.c.id.in_(wanted), tasks.c.case_id == case)
        ).mappings()
        return [task_of(row) for row in rows]

    def of_case(self, case: UUID) -> Sequence[Task]:
        """In the order they were opened."""
        rows = self._connection.execute(
            select(tasks).where(tasks.c.case_id == case).order_by(tasks.c.opened_at, tasks.c.id)
        ).mappings()
        return [task_of(row) for row in rows]

    def opened_at(self, case: UUID, moment: datetime) -> Sequence[Task]:
        """In the order of their making."""
        rows = self._connection.execute(
            select(tasks)
            .where(tasks.c.case_id == case, tasks.c.opened_at == moment)
            .order_by(tasks.c.id)
        ).mappings()
        return [task_of(row) for row in rows]

    def among(self, wanted: Collection[UUID]) -> Mapping[UUID, Sequence[Task]]:
        """In one statement."""
        rows = self._connection.execute(
            select(tasks)
            .where(tasks.c.case_id.in_(wanted))
            .order_by(tasks.c.case_id, tasks.c.opened_at, tasks.c.id)
        ).mappings()
        found: dict[UUID, list[Task]] = {}
        for row in rows:
            task = task_of(row)
            found.setdefault(task.case, []).append(task)
        return found

    def unfinished(self, case: UUID) -> Sequence[Task]:
        """Past those that are done, however many they are."""
        rows = self._connection.execute(
            select(tasks)
            .where(tasks.c.case_id == case, UNFINISHED_TASK)
            .order_by(tasks.c.opened_at, tasks.c.id)
        ).mappings()
        return [task_of(row) for row in rows]

    def done_elements(self, case: UUID) -> frozenset[str]:
        """One statement, however many times each was done."""
        done = select(tasks.c.element).where(tasks.c.case_id == case, tasks.c.state == "done")
        return frozenset(self._connection.execute(done.distinct()).scalars())

    def held_by(self, actor: Actor, size: int) -> Sequence[InboxLine]:
        """What has no due date comes last."""
        held = select(tasks.c.id, tasks.c.due_at).where(
            tasks.c.office_id == actor.office,
            tasks.c.performer.in_(actor.roles),
            tasks.c.holder_id == actor.id,
            CLAIMED,
        )
        return self._soonest(held.subquery(), actor.office, size)

    def waiting_for(
        self, actor: Actor, size: int, after: UUID | None = None
    ) -> Sequence[InboxLine]:
        """What has no due date comes last; of each role no more is read than is asked for."""
        place = self._place(after, actor.office)
        found = [
            select(waiting.limit(size).subquery())
            for role in sorted(actor.roles)
            for waiting in _waiting(actor.office, role, place)
        ]
        return self._soonest(union_all(*found).subquery(), actor.office, size) if found else []

    def _place(self, task: UUID | None, office: UUID) -> _Place | None:
        """Where a task stands among those that wait, also once it is done: that never changes."""
        if task is None:
            return None
        query = select(tasks.c.due_at).where(tasks.c.id == task, tasks.c.office_id == office)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else (row.due_at, task)

    def _soonest(self, found: Subquery, office: UUID, size: int) -> Sequence[InboxLine]:
        """First which tasks, from an index, then the tasks: so both databases read only these."""
        order = (found.c.due_at.is_(None), found.c.due_at, found.c.id)
        chosen = select(found.c.id).order_by(*order).limit(size)
        ids = self._connection.execute(chosen).scalars().all()
        query = _LINES.where(tasks.c.id.in_(ids), tasks.c.office_id == office)
        rows = self._connection.execute(query).mappings() if ids else ()
        lines = {row[tasks.c.id]: _line(row) for row in rows}
        return [lines[task] for task in ids]

    def awaited(self, office: UUID) -> frozenset[str]:
        """Held or not; the first task of each role is enough, because there may be a million."""
        given = (tasks.c.office_id == roles.c.office_id, tasks.c.performer == roles.c.name)
        # In an index's order, lest the whole table is gone through for a role that has none.
        first = (
            select(tasks.c.id).where(*given, state).order_by(order).limit(1).scalar_subquery()
            for state, order in ((UNCLAIMED, tasks.c.due_at), (CLAIMED, tasks.c.holder_id))
        )
        any_task = or_(*(each.is_not(None) for each in first))
        query = select(roles.c.name).where(roles.c.office_id == office, any_task)
        return frozenset(self._connection.execute(query).scalars())

    def backlogs(self, at: datetime) -> Mapping[UUID, Backlog]:
        """Out of the inbox's index alone, where the database can."""
        parts = (
            select(tasks.c.office_id, tasks.c.due_at).where(state) for state in (UNCLAIMED, CLAIMED)
        )
        waiting = union_all(*parts).subquery()
        overdue = func.count().filter(waiting.c.due_at < at)
        rows = self._connection.execute(
            select(waiting.c.office_id, func.count(), overdue).group_by(waiting.c.office_id)
        )
        return {office: Backlog(waiting, late) for office, waiting, late in rows}

    def claimed(self, office: UUID) -> Sequence[InboxLine]:
        """A claim of before its moment was kept comes first."""
        claimed = select(tasks.c.id).where(tasks.c.office_id == office, CLAIMED)
        rows = self._connection.execute(
            _LINES.where(tasks.c.id.in_(claimed), tasks.c.office_id == office).order_by(
                tasks.c.claimed_at.is_not(None), tasks.c.claimed_at, tasks.c.id
            )
        ).mappings()
        return [_line(row) for row in rows]


_Place = tuple[datetime | None, UUID]
"""When a task is due, and its id: the key to page by."""


def _waiting(office: UUID, role: str, after: _Place | None) -> Iterator[Select[Any]]:
    """A role's unclaimed tasks, those with a due date and those without, each in its order.

    Apart, because an index knows no order of both that the two databases agree on.
    """
    waiting = select(tasks.c.id, tasks.c.due_at).where(
        tasks.c.office_id == office, tasks.c.performer == role, UNCLAIMED
    )
    waiting = waiting.order_by(tasks.c.due_at, tasks.c.id)
    dated = waiting.where(tasks.c.due_at.is_not(None))
    undated = waiting.where(tasks.c.due_at.is_(None))
    match after:
        case None:
            yield from (dated, undated)
        case (None, task):
            yield undated.where(tasks.c.id > task)
        case (due, task):
            yield dated.where(tuple_(tasks.c.due_at, tasks.c.id) > tuple_(due, task))
            yield undated


def _held(row: Found) -> Held:
    case = case_of(row)
    logs.about(case.id)
    return Held(task_of(row), case, office_of(row))


def _line(row: RowMapping) -> InboxLine:
    return InboxLine(
        task_of(row), row[cases.c.number], row[cases.c.subject], row[cases.c.deployment_id]
    )


_LINES = select(tasks, cases.c.number, cases.c.subject, cases.c.deployment_id).join(
    cases, cases.c.id == tasks.c.case_id
)

_WITH_CASE = (
    select(cases, *OFFICE, tasks)
    .select_from(cases)
    .join(offices, offices.c.id == cases.c.office_id)
    .join(tasks, tasks.c.case_id == cases.c.id)
    .where(tasks.c.id == bindparam("task"))
    .with_for_update(of=(cases, tasks))
)
# The office is named for the sake of databases that are spread by it: see `schema`.
_HELD = Straight(_WITH_CASE.where(tasks.c.office_id == bindparam("office")))
_HELD_AS = Straight(
    _WITH_CASE.add_columns(*ACTING)
    .where(people.c.id == bindparam("person"), people.c.active)
    .where(tasks.c.office_id == people.c.office_id)
)
