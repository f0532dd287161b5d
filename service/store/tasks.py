"""Tasks: what waits for people, what they did, and the lock that an act takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, or_, select, text

from service import logs
from service.domain.actor import Actor
from service.domain.task import Task, TaskUnknown
from service.store.rows import case_of, office_of, row_of_task, task_of
from service.store.schema import cases, offices, tasks
from service.usecases.repositories import Backlog, Held, InboxLine

# Spelled as in the index `ix_tasks_waiting`, so that both databases use it.
UNFINISHED_STATES = text("tasks.state IN ('open', 'claimed')")


class SqlTasks:
    """See `repositories.Tasks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, task: UUID) -> Task:
        """Raises TaskUnknown."""
        row = (
            self._connection.execute(select(tasks).where(tasks.c.id == task))
            .mappings()
            .one_or_none()
        )
        if row is None:
            raise TaskUnknown
        logs.about(row[tasks.c.case_id])
        return task_of(row)

    def hold(self, task: UUID) -> Held:
        """Raises TaskUnknown. The case is locked before the task: the order of every act."""
        row = self._connection.execute(_HELD, {"task": task}).mappings().one_or_none()
        if row is None:
            raise TaskUnknown
        logs.about(row[tasks.c.case_id])
        return Held(task_of(row), case_of(row), office_of(row))

    def add(self, opened: Sequence[Task]) -> None:
        """In one statement."""
        self._connection.execute(insert(tasks), [row_of_task(task) for task in opened])

    def several(self, wanted: Collection[UUID]) -> Sequence[Task]:
        """In no order."""
        rows = self._connection.execute(select(tasks).where(tasks.c.id.in_(wanted))).mappings()
        return [task_of(row) for row in rows]

    def of_case(self, case: UUID) -> Sequence[Task]:
        """In the order they were opened."""
        rows = self._connection.execute(
            select(tasks).where(tasks.c.case_id == case).order_by(tasks.c.opened_at, tasks.c.id)
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

    def waiting_for(self, actor: Actor, size: int) -> Sequence[InboxLine]:
        """What has no due date comes last among its own."""
        rows = self._connection.execute(
            select(tasks, cases.c.number, cases.c.subject, cases.c.deployment_id)
            .join(cases, cases.c.id == tasks.c.case_id)
            .where(
                tasks.c.office_id == actor.office,
                tasks.c.performer.in_(actor.roles),
                UNFINISHED_STATES,
                or_(tasks.c.holder_id.is_(None), tasks.c.holder_id == actor.id),
            )
            .order_by(
                tasks.c.holder_id.is_(None), tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.id
            )
            .limit(size)
        ).mappings()
        return [_line(row) for row in rows]

    def awaited(self, office: UUID) -> frozenset[str]:
        """Held or not."""
        performers = select(tasks.c.performer).where(tasks.c.office_id == office, UNFINISHED_STATES)
        return frozenset(self._connection.execute(performers.distinct()).scalars())

    def backlogs(self, at: datetime) -> Mapping[UUID, Backlog]:
        """Out of the inbox's index alone, where the database can."""
        overdue = func.count().filter(tasks.c.due_at < at)
        rows = self._connection.execute(
            select(tasks.c.office_id, func.count(), overdue)
            .where(UNFINISHED_STATES)
            .group_by(tasks.c.office_id)
        )
        return {office: Backlog(waiting, late) for office, waiting, late in rows}

    def claimed(self, office: UUID) -> Sequence[InboxLine]:
        """A claim of before its moment was kept comes first."""
        rows = self._connection.execute(
            select(tasks, cases.c.number, cases.c.subject, cases.c.deployment_id)
            .join(cases, cases.c.id == tasks.c.case_id)
            .where(tasks.c.office_id == office, UNFINISHED_STATES, tasks.c.holder_id.is_not(None))
            .order_by(tasks.c.claimed_at.is_not(None), tasks.c.claimed_at, tasks.c.id)
        ).mappings()
        return [_line(row) for row in rows]


def _line(row: RowMapping) -> InboxLine:
    return InboxLine(
        task_of(row), row[cases.c.number], row[cases.c.subject], row[cases.c.deployment_id]
    )


# Built once, because every completion runs them.
_HELD = (
    select(cases, offices, tasks)
    .select_from(cases)
    .join(offices, offices.c.id == cases.c.office_id)
    .join(tasks, tasks.c.case_id == cases.c.id)
    .where(tasks.c.id == bindparam("task"))
    .with_for_update(of=(cases, tasks))
)
