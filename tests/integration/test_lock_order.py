"""Every act takes its locks in one order, so that no two can wait for each other for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import Connection, Engine, event

from service.domain.case import CaseDamaged
from service.store.unit_of_work import SqlStore
from service.usecases.manage_holidays import add_holiday
from service.usecases.manage_people import close_person, set_password
from service.usecases.manage_roles import add_role, remove_role
from service.usecases.sign_in import change_password, sign_in
from tests.fakes.surroundings import PlainPasswords
from tests.integration.drawing import diagram, end, path, start, tasks
from tests.integration.drawn_office import OPERATOR, PASSWORD, DrawnOffice, stored
from tests.integration.events.drawn import beside, what

pytestmark = pytest.mark.postgresql

ORDER = ("offices", "people", "sign_in_attempts", "cases", "tasks")
SOP = diagram(
    start(),
    tasks("a", "b", "ingat"),
    beside("a", "waktu", what("timer", text="PT1H")),
    end(),
    path("mulai", "a", "b", "selesai"),
    path("waktu", "ingat", "selesai"),
)
LONGER = SOP.replace(b'id="b"', b'id="b" name="Lagi"')

_HELD = re.compile(r"FROM (\w+).*?FOR (?:NO KEY )?UPDATE(?: OF (\w+), (\w+))?", re.DOTALL)
_CHANGED = re.compile(r"(?:^|\) )(?:UPDATE|DELETE FROM) (\w+)")
_MADE_SURE_OF = re.compile(r"INSERT INTO (\w+) .*ON CONFLICT")


@contextmanager
def heard() -> Iterator[list[list[str]]]:
    """The tables whose rows each transaction locked from now on, in order."""
    transactions: list[list[str]] = []

    def begin(_: Connection) -> None:
        transactions.append([])

    def hear(_: Connection, __: object, statement: str, *___: object) -> None:
        if transactions and "pg_catalog" not in statement:
            transactions[-1] += locked_by(statement)

    event.listen(Engine, "begin", begin)
    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield transactions
    finally:
        event.remove(Engine, "begin", begin)
        event.remove(Engine, "before_cursor_execute", hear)


def locked_by(statement: str) -> list[str]:
    """The tables of which a statement locks rows that others may want."""
    if held := _HELD.search(statement):
        return [table for table in held.groups()[1:] if table] or [held.group(1)]
    found = [*_CHANGED.findall(statement), *_MADE_SURE_OF.findall(statement)]
    return [table for table in found if table in ORDER]


def live(office: DrawnOffice, store: SqlStore) -> None:
    """Everything that is done to cases and to an office, once."""
    clock, passwords, who = office.clock, PlainPasswords(), office.administrator
    first, second, third = (office.start() for _ in range(3))
    (task,) = office.open_tasks(first.case)
    office.claim(task)
    office.do(task)
    clock.pass_by(hours=1)
    office.fire(second.case)
    office.give_up(third.case, CaseDamaged(number="3"))
    office.retry(third.case)
    office.cancel(first.case)
    office.deploy(LONGER)
    add_role(who, "Arsiparis", store=store, clock=clock)
    remove_role(who, "Arsiparis", store=store, engine=office.engine, clock=clock)
    day = date(2026, 4, 6)
    add_holiday(who, day, "Libur", store=store, calendar=office.calendar, clock=clock)
    person = office.person("baru")
    sign_in(person.account, PASSWORD, store=store, passwords=passwords, clock=clock)
    change_password(
        person, PASSWORD, "kata sandi baru", store=store, passwords=passwords, clock=clock
    )
    set_password(OPERATOR, person.id, PASSWORD, store=store, passwords=passwords, clock=clock)
    close_person(who, person.id, store=store, clock=clock)


def test_every_act_takes_its_locks_in_one_order(postgres_url: str) -> None:
    with stored(postgres_url) as store, heard() as transactions:
        live(DrawnOffice(store, SOP), store)
    taken = {tuple(dict.fromkeys(locks)) for locks in transactions if locks}
    assert ("offices", "people", "sign_in_attempts") in taken
    assert ("cases", "tasks") in taken
    steps = {step for locks in taken for step in pairwise(locks)}
    assert [(a, b) for a, b in steps if ORDER.index(a) > ORDER.index(b)] == []
