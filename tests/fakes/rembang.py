"""The office of SOP 004 with its people at work: where tests of use cases begin, on any store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from service.domain.actor import Actor, Operator, Right
from service.domain.calendar import DEFAULT_HOURS
from service.domain.case import Case
from service.domain.form_fields import FileRef, Submitted
from service.domain.office import Office
from service.domain.password import Session, mark_of
from service.domain.record import Event
from service.domain.task import UNFINISHED, Task
from service.usecases.advancing import Outcome
from service.usecases.complete_task import CompleteTask, complete_task
from service.usecases.deploy import Deploy, Deployed, deploy
from service.usecases.manage_office import NewOffice, add_office
from service.usecases.manage_people import NewPerson, add_person
from service.usecases.ports import Engine
from service.usecases.repositories import Store
from service.usecases.start_case import StartCase, start_case
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.scripts import (
    KABID,
    KASI,
    KEPALA,
    PENGANTAR_KIS,
    PENYALURAN_BANTUAN,
    PETUGAS,
    REKOMENDASI_JAMKESDA,
)
from tests.fakes.surroundings import FixedClock, FixedHolidays, InMemoryFiles, PlainPasswords
from tests.signed_in import session_of

PASSWORD = "kata sandi demo"
OPERATOR = Operator("laksana user add")

# The forms beside the diagrams; only the first is named by one.
FORMS = {"permohonan": "{}", "lain": "{}"}

# What a step asks for at least, by its element: its outputs, and the way that leads on.
FILLED: Mapping[str, Mapping[str, Sequence[str]]] = {
    "Kegiatan_3": {"keluaran_1": ["ya"], "keputusan:Keputusan_3": ["Alir_3_Ya"]},
    "Kegiatan_5": {"keluaran_1": ["ya"]},
}
RETURNED = {
    "keputusan:Keputusan_3": ["Alir_3_Tidak"],
    "alasan:Keputusan_3": ["Fotocopy KK belum ada."],
}

# Events of the office's chain before its first case: itself, SOP 004 and seven people.
FOUNDED = 9
SOP_DEPLOYED = 2


class Rembang:
    """DINSOSPPKB Kabupaten Rembang with SOP 004 deployed, a person a lane and three with a right.

    Its methods do one thing each as a person would, with what the form asks for filled in.
    """

    def __init__(self, store: Store, engine: Engine | None = None, key: str = "rembang") -> None:
        self.store = store
        self.engine: Engine = engine or ScriptedEngine(
            PENGANTAR_KIS, REKOMENDASI_JAMKESDA, PENYALURAN_BANTUAN
        )
        self.clock = FixedClock()
        self.calendar = FixedHolidays()
        self.passwords = PlainPasswords()
        self.files = InMemoryFiles()
        self.office = self._office(key)
        self.deployment = self.deploy(PENGANTAR_KIS).deployment
        self.petugas = self.person("petugas", PETUGAS.performer)
        self.kasi = self.person("kasi", KASI.performer)
        self.kabid = self.person("kabid", KABID.performer)
        self.kepala = self.person("kepala", KEPALA.performer)
        self.analyst = self.person("analis", right=Right.ANALYSE)
        self.auditor = self.person("auditor", right=Right.AUDIT)
        self.administrator = self.person("administrator", right=Right.ADMINISTER)

    def _office(self, key: str) -> Office:
        hours = DEFAULT_HOURS.to_plain()
        name = "DINSOSPPKB Kabupaten Rembang"
        new = NewOffice(key, name, "Asia/Jakarta", hours)
        return add_office(OPERATOR, new, store=self.store, clock=self.clock)

    def deploy(
        self,
        script: Script,
        edition: int = 1,
        *,
        new_roles: bool = True,
        roles: Mapping[str, str] | None = None,
    ) -> Deployed:
        diagram = script.diagram(edition)
        request = Deploy(self.office.id, diagram, FORMS, OPERATOR, new_roles, roles or {})
        return deploy(request, store=self.store, engine=self.engine, clock=self.clock)

    def person(self, account: str, *roles: str, right: Right | None = None) -> Actor:
        """A new person, named by what they do."""
        person = NewPerson(
            f"{account}@{self.office.key}",
            account.capitalize(),
            PASSWORD,
            frozenset(roles),
            frozenset({right} if right else ()),
        )
        return add_person(
            OPERATOR, person, store=self.store, passwords=self.passwords, clock=self.clock
        )

    def session(self, person: Actor, password: str = PASSWORD) -> Session:
        """What signing in gave the person: at first everybody has the same password."""
        return Session(person.id, mark_of(self.passwords.hash(password)))

    def start(
        self,
        subject: str = "Permohonan KIS",
        *,
        by: Actor | None = None,
        act: UUID | None = None,
        deployment: UUID | None = None,
        element: str = "Mulai",
    ) -> Outcome:
        """Fill the start form; the subject may be blank."""
        request = StartCase(
            by or self.petugas,
            deployment or self.deployment.id,
            element,
            act or uuid4(),
            Submitted({"perihal": [subject], "nik": ["3317010101010001"]}),
        )
        return start_case(
            request, store=self.store, engine=self.engine, clock=self.clock, calendar=self.calendar
        )

    def complete(
        self,
        task: Task,
        actor: Actor,
        *,
        act: UUID | None = None,
        texts: Mapping[str, Sequence[str]] | None = None,
        files: Mapping[str, Sequence[FileRef]] | None = None,
    ) -> Outcome:
        """Fill the task's form with `texts`, or with the least that it asks for."""
        answers = FILLED.get(task.element, {}) if texts is None else texts
        submitted = Submitted(answers, files or {})
        session = session_of(self.store, actor)
        request = CompleteTask(session, task.id, act or uuid4(), submitted)
        return complete_task(
            request, store=self.store, engine=self.engine, clock=self.clock, calendar=self.calendar
        )

    def carry_to(self, element: str) -> Task:
        """A new case, carried on to the open task at `element`; a minute passes at each step."""
        task = self.open_task(self.start().case)
        while task.element != element:
            self.clock.pass_by(minutes=1)
            self.complete(task, self.performer_of(task))
            task = self.open_task(task.case)
        return task

    def performer_of(self, task: Task) -> Actor:
        """The person of the task's lane."""
        people = (self.petugas, self.kasi, self.kabid, self.kepala)
        return next(person for person in people if task.performer in person.roles)

    def open_task(self, case: UUID) -> Task:
        """The one task where the case waits."""
        (task,) = (task for task in self.tasks(case) if task.state in UNFINISHED)
        return task

    def tasks(self, case: UUID) -> Sequence[Task]:
        with self.store.read() as work:
            return work.tasks.of_case(case)

    def task(self, task: UUID) -> Task:
        with self.store.read() as work:
            return work.tasks.get(task, self.office.id)

    def case(self, case: UUID) -> Case:
        with self.store.read() as work:
            return work.cases.get(case)

    def events(self, chain: UUID) -> list[Event]:
        with self.store.read() as work:
            return list(work.record.of(chain))

    def roles(self) -> frozenset[str]:
        with self.store.read() as work:
            return work.offices.roles(self.office.id)

    def acts(self, chain: UUID) -> list[str]:
        """What the events of a chain say was done, in order."""
        return [event.content()["act"] for event in self.events(chain)]
