"""An office that runs what a test draws: the real engine and use cases, on any store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from service.domain.actor import Actor, Operator, Right
from service.domain.calendar import DEFAULT_HOURS
from service.domain.case import Case
from service.domain.form_fields import Submitted
from service.domain.record import Event
from service.domain.task import UNFINISHED, Task
from service.engine.spiff_engine import SpiffEngine
from service.store.database import open_database
from service.store.migrate import migrate
from service.store.unit_of_work import SqlStore
from service.usecases.advancing import Outcome
from service.usecases.cancel_case import cancel_case
from service.usecases.claim_task import claim_task
from service.usecases.complete_task import CompleteTask, complete_task
from service.usecases.deliver_message import DeliverMessage, Value, deliver_message
from service.usecases.deploy import Deploy, Deployed, deploy
from service.usecases.findings import Fault
from service.usecases.fire_timers import due_cases, fire_timers, give_up_timers, put_off_timers
from service.usecases.manage_office import NewOffice, add_office
from service.usecases.manage_people import NewPerson, add_person
from service.usecases.ports import Engine
from service.usecases.repositories import Store
from service.usecases.retry_case import Retried, RetryCase, retry_case
from service.usecases.start_case import StartCase, start_case
from service.usecases.verify_record import verify_record
from service.worker import Timers
from tests.fakes.surroundings import FixedClock, InMemoryFiles, NoHolidays, PlainPasswords
from tests.pooler import is_pooled
from tests.signed_in import session_of

OPERATOR = Operator("laksana")
PASSWORD = "kata sandi demo"
STAFF = "Petugas"


@contextmanager
def stored(url: str) -> Iterator[SqlStore]:
    """A store with the present schema in the database of this address."""
    database = open_database(url, prepare=not is_pooled(url))
    try:
        migrate(database)
        yield SqlStore(database)
    finally:
        database.dispose()


class DrawnOffice:
    """One office, one SOP of one lane, its clerk and an administrator.

    Its methods do one thing each as a person, the worker or another system would.
    """

    def __init__(
        self,
        store: Store,
        diagram: bytes,
        forms: Mapping[str, str] | None = None,
        *,
        engine: Engine | None = None,
    ) -> None:
        self.store = store
        self.engine: Engine = engine or SpiffEngine()
        self.clock = FixedClock()
        self.calendar = NoHolidays()
        self.files = InMemoryFiles()
        hours = DEFAULT_HOURS.to_plain()
        new = NewOffice("rembang", "Kantor", "Asia/Jakarta", hours)
        self.office = add_office(OPERATOR, new, store=store, clock=self.clock)
        self.forms = forms or {}
        self.deployment = self.deploy(diagram).deployment
        lanes = self.engine.definition(self.deployment).lanes
        self.clerk = self.person("petugas", *(lane.performer for lane in lanes))
        self.administrator = self.person("administrator", right=Right.ADMINISTER)

    def person(self, account: str, *roles: str, right: Right | None = None) -> Actor:
        """A new person, named by what they do."""
        rights = frozenset({right} if right else ())
        person = NewPerson(
            f"{account}@rembang", account.capitalize(), PASSWORD, frozenset(roles), rights
        )
        return add_person(
            OPERATOR, person, store=self.store, passwords=PlainPasswords(), clock=self.clock
        )

    def deploy(self, diagram: bytes, version: int | None = None) -> Deployed:
        """Deploy a diagram as the operator does, or as who was announced this version."""
        request = Deploy(
            self.office.id, diagram, self.forms, OPERATOR, new_roles=True, version=version
        )
        return deploy(request, store=self.store, engine=self.engine, clock=self.clock)

    def start(self, act: UUID | None = None, **texts: Sequence[str]) -> Outcome:
        """Register a case; what the start form asks for may be given by its keys."""
        (start,) = self.engine.definition(self.deployment).starts.values()
        given = {"perihal": ["Permohonan"], **texts}
        request = StartCase(
            self.clerk, self.deployment.id, start.element, act or uuid4(), Submitted(given, {})
        )
        return start_case(
            request,
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=self.calendar,
        )

    def do(
        self,
        task: Task,
        act: UUID | None = None,
        texts: Mapping[str, Sequence[str]] | None = None,
        by: Actor | None = None,
    ) -> Outcome:
        """Complete a task."""
        submitted = Submitted(dict(texts or {}), {})
        session = session_of(self.store, by or self.clerk)
        request = CompleteTask(session, task.id, act or uuid4(), submitted)
        return complete_task(
            request,
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=self.calendar,
        )

    def claim(self, task: Task, by: Actor | None = None) -> Task:
        """Take a task into one's own hands."""
        return claim_task(by or self.clerk, task.id, store=self.store, clock=self.clock)

    def cancel(self, case: UUID) -> Case:
        """Give a case up."""
        who = self.administrator
        return cancel_case(who, case, "Batal", store=self.store, clock=self.clock)

    def send(
        self, number: str, name: str, key: UUID | None = None, **values: Value
    ) -> Outcome | None:
        """Deliver a message to a case."""
        request = DeliverMessage(OPERATOR, number, name, values, key or uuid4())
        return deliver_message(
            request,
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=self.calendar,
        )

    def fire(self, case: UUID, come: datetime | None = None) -> bool:
        """Fire the timers of a case, as the worker does."""
        return fire_timers(
            case,
            come,
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=self.calendar,
        )

    def put_off(
        self, case: UUID, tries: int, wait: timedelta, come: datetime | None = None
    ) -> None:
        """Have a case tried again later, as the worker does whose try failed."""
        put_off_timers(case, tries, wait, come, store=self.store, clock=self.clock)

    def give_up(self, case: UUID, error: Exception, come: datetime | None = None) -> None:
        """Stop the case, as the worker does that tried in vain."""
        give_up_timers(case, error, come, store=self.store, clock=self.clock)

    def retry(self, case: UUID, act: UUID | None = None, by: Actor | None = None) -> Retried:
        """Have a case that stands still tried again."""
        return retry_case(
            RetryCase(by or self.administrator, case, act or uuid4()),
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=self.calendar,
        )

    def due(self) -> Sequence[UUID]:
        """Cases whose time has come."""
        return due_cases(100, store=self.store, clock=self.clock)

    @property
    def timers(self) -> Timers:
        """What a worker needs."""
        return Timers(lambda _size: self.due(), self.fire, self.put_off, self.give_up)

    def case(self, case: UUID) -> Case:
        """As it is stored now."""
        with self.store.read() as work:
            return work.cases.get(case)

    def open_tasks(self, case: UUID) -> list[Task]:
        """What waits for people, in the order of opening."""
        with self.store.read() as work:
            return [task for task in work.tasks.of_case(case) if task.state in UNFINISHED]

    def waiting(self, case: UUID) -> list[str]:
        """The elements of the open tasks."""
        return sorted(task.element for task in self.open_tasks(case))

    def events(self, case: UUID) -> list[Event]:
        """The case's record."""
        with self.store.read() as work:
            return list(work.record.of(case))

    def acts(self, case: UUID) -> list[str]:
        """What the record says was done."""
        return [event.content()["act"] for event in self.events(case)]

    def faults(self) -> list[Fault]:
        """Everything that verifying finds."""
        verified = verify_record(store=self.store, files=self.files, engine=self.engine)
        return [finding.fault for checked in verified.checks for finding in checked.findings]
