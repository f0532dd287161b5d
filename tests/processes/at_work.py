"""An office at work on its SOP: the real diagram, engine, database and national calendar."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from uuid import UUID, uuid4

from service.connectors.national_holidays import NationalHolidays
from service.domain.actor import Actor
from service.domain.definition import Source
from service.domain.form import Form
from service.domain.form_fields import Field, FieldKind, FileRef, Submitted
from service.domain.record import Event
from service.domain.task import UNFINISHED, Task
from service.engine.spiff_engine import SpiffEngine
from service.folder import read_diagram, read_forms
from service.store.database import open_database
from service.store.migrate import migrate
from service.store.unit_of_work import SqlStore
from service.usecases.advancing import Outcome
from service.usecases.complete_task import CompleteTask, complete_task
from service.usecases.deploy import Deploy, deploy
from service.usecases.findings import Checked
from service.usecases.manage_office import NewOffice, add_office
from service.usecases.manage_people import NewPerson, add_person
from service.usecases.ports import Reading
from service.usecases.show_case import CaseAsked, CaseView, show_case
from service.usecases.start_case import StartCase, start_case
from service.usecases.verify_record import verify_record
from tests.fakes.rembang import OPERATOR
from tests.fakes.surroundings import FixedClock, InMemoryFiles, PlainPasswords
from tests.needs import ROOT
from tests.signed_in import session_of

PROCESSES = ROOT / "processes"
SOPS = ("pembuatan-askes", "rekomendasi-jamkesda", "kartu-indonesia-sehat", "pengantar-kis")
REASON = "Berkas belum lengkap: FC KK belum ada."

# A way through an SOP: the elements that people finish, each with the label they chose, if any.
Way = Sequence[tuple[str, str]]

# What a field of that key takes, where not every text will do.
_WRITTEN = {
    "nik": "3317010101010001",
    "nomor_kk": "3317010101010002",
    "nip": "198001012005011001",
    "nomor_surat": "440/001/ASK/2026",
    "nomor_kis": "0001234567890",
}
_BY_KIND = {
    FieldKind.CHECKBOX: "ya",
    FieldKind.REQUIREMENT: "ya",
    FieldKind.DATE: "2026-02-02",
    FieldKind.NUMBER: "1",
}


def read(sop: str) -> Reading:
    """The SOP as it would be deployed now."""
    diagram, forms, engine = diagram_of(sop), read_forms(PROCESSES), SpiffEngine()
    return engine.read(Source(diagram, {name: forms[name] for name in engine.form_names(diagram)}))


def way(steps: str) -> Way:
    """`"1 2 3:Tidak Tunggu_KIS"` as elements and labels; a number stands for `Kegiatan_<n>`."""
    parts = (step.partition(":") for step in steps.split())
    return [(f"Kegiatan_{at}" if at.isdigit() else at, label) for at, _, label in parts]


def filled(form: Form, label: str = "") -> Submitted:
    """The least that the form takes, with this choice; a reason where the choice needs one."""
    texts = {field.key: [text_for(field)] for field in form.inputs if field.required}
    if form.decision is not None:
        chosen = next(option for option in form.decision.options if option.label == label)
        texts[form.decision.flow_key] = [chosen.flow]
        if chosen.needs_reason:
            texts[form.decision.reason_key] = [REASON]
    return Submitted(texts)


def text_for(field: Field) -> str:
    """A text that the field takes."""
    if field.options:
        return field.options[0].value
    return _WRITTEN.get(field.key, _BY_KIND.get(field.kind, f"Contoh {field.key}"))


def diagram_of(sop: str) -> bytes:
    """The SOP's file."""
    return read_diagram(PROCESSES / f"{sop}.bpmn")


class AtWork:
    """The office that `offices.toml` gives the SOP, with one person for each role."""

    def __init__(self, sop: str, store: SqlStore, at: datetime) -> None:
        self.store = store
        self.engine = SpiffEngine()
        self.clock = FixedClock(at)
        self.calendar = NationalHolidays()
        self.files = InMemoryFiles()
        content = tomllib.loads((PROCESSES / "offices.toml").read_text())
        given = next(each for each in content["office"] if sop in each["sops"])
        hours = given.get("hours", content["hours"])
        new = NewOffice(given["key"], given["name"], given["timezone"], hours)
        self.office = add_office(OPERATOR, new, store=store, clock=self.clock)
        forms = read_forms(PROCESSES)
        request = Deploy(self.office.id, diagram_of(sop), forms, OPERATOR, new_roles=True)
        deployed = deploy(request, store=store, engine=self.engine, clock=self.clock)
        self.deployment, self.definition = deployed.deployment, deployed.definition
        self.people = {role: self._person(n, role) for n, role in enumerate(self.definition.roles)}

    def _person(self, n: int, role: str) -> Actor:
        person = NewPerson(
            f"pelaksana-{n}@{self.office.key}", f"Demo {role}", "kata sandi demo", frozenset({role})
        )
        return add_person(
            OPERATOR, person, store=self.store, passwords=PlainPasswords(), clock=self.clock
        )

    def start(self) -> Outcome:
        """Fill the start form, as the person does who may."""
        (start,) = self.definition.starts.values()
        request = StartCase(
            self.people[start.lane.performer],
            self.deployment.id,
            start.element,
            uuid4(),
            filled(start.form),
        )
        return start_case(
            request, store=self.store, engine=self.engine, clock=self.clock, calendar=self.calendar
        )

    def complete(
        self, task: Task, label: str = "", files: Mapping[str, Sequence[FileRef]] | None = None
    ) -> Outcome:
        """Fill the task's form, as the person does whose task it is."""
        answers = filled(self.definition.steps[task.element].form, label)
        submitted = Submitted(answers.texts, files or {})
        session = session_of(self.store, self.people[task.performer])
        request = CompleteTask(session, task.id, uuid4(), submitted)
        return complete_task(
            request, store=self.store, engine=self.engine, clock=self.clock, calendar=self.calendar
        )

    def carry(self, ways: Way, minutes: int = 10) -> UUID:
        """A case carried this way to its end, `minutes` a step; at each one task is open."""
        case = self.start().case
        for element, label in ways:
            self.clock.pass_by(minutes=minutes)
            task = self.open_task(case)
            assert task.element == element
            self.complete(task, label)
        return case

    def open_task(self, case: UUID) -> Task:
        (task,) = (task for task in self.tasks(case) if task.state in UNFINISHED)
        return task

    def tasks(self, case: UUID) -> Sequence[Task]:
        with self.store.read() as work:
            return work.tasks.of_case(case)

    def events(self, chain: UUID) -> list[Event]:
        with self.store.read() as work:
            return list(work.record.of(chain))

    def show(self, case: UUID) -> CaseView:
        reader = next(iter(self.people.values()))
        return show_case(
            CaseAsked(reader, case),
            store=self.store,
            engine=self.engine,
            files=self.files,
            clock=self.clock,
        )

    def verify(self) -> list[Checked]:
        return list(verify_record(store=self.store, files=self.files, engine=self.engine).checks)


@contextmanager
def at_work(sop: str, database_url: str, at: str) -> Iterator[AtWork]:
    """The office in a new database; its clock stands at `at` (ISO 8601 with an offset)."""
    database = open_database(database_url)
    try:
        migrate(database)
        yield AtWork(sop, SqlStore(database), datetime.fromisoformat(at))
    finally:
        database.dispose()


def dues(office: AtWork, case: UUID) -> dict[str, str]:
    """When each step of the case was first due, on the office's own wall clock."""
    found: dict[str, str] = {}
    for task in office.tasks(case):
        shown = task.due_at and task.due_at.astimezone(office.office.zone).strftime(
            "%a %d %b %H.%M"
        )
        found.setdefault(task.element.removeprefix("Kegiatan_"), shown or "")
    return found


def check_whole(office: AtWork, case: UUID, ways: Way) -> None:
    """The case went this way: its record, its history, its tasks and its chains say so."""
    _check_record(office, case, ways)
    _check_tasks(office, case, ways)
    _check_view(office, case, ways)
    checked = office.verify()
    assert {each.chain for each in checked} >= {office.office.key, office.show(case).case.number}
    assert not [finding for each in checked for finding in each.findings]


def _check_record(office: AtWork, case: UUID, ways: Way) -> None:
    (start,) = office.definition.starts
    events = [event.content() for event in office.events(case)]
    walked = [(start, ""), *ways]
    assert [(e["act"], e["element"]) for e in events] == [
        ("started" if n == 0 else "completed", element) for n, (element, _) in enumerate(walked)
    ]
    for event, (element, label), then in zip(events, walked, [*walked[1:], None], strict=True):
        goes_on = [] if then is None else [then[0]]
        assert event["left"] == _left(office, element, label, ended=then is None)
        assert event["entered"] == event["tokens"] == goes_on
        assert [opened["element"] for opened in event["opened"]] == goes_on
        assert event["withdrawn"] == []
        assert event["ended"] == (then is None)
        assert list(event["choices"].values()) == _flows(office, element, label)
        assert event["definition"] == office.definition.hash
        assert event["actor"] == _actor(office, element)


def _left(office: AtWork, element: str, label: str, *, ended: bool) -> list[str]:
    gateway = []
    if label:
        decision = office.definition.steps[element].form.decision
        assert decision is not None
        gateway = [decision.gateway]
    return [element, *gateway, *(["Selesai"] if ended else [])]


def _flows(office: AtWork, element: str, label: str) -> list[str]:
    step = office.definition.steps.get(element)
    if step is None or step.form.decision is None:
        return []
    return [option.flow for option in step.form.decision.options if option.label == label]


def _actor(office: AtWork, element: str) -> Mapping[str, str]:
    steps, starts = office.definition.steps, office.definition.starts
    lane = (steps.get(element) or starts[element]).lane
    person = office.people[lane.performer]
    named = {"id": str(person.id), "account": person.account, "name": person.name}
    named["role"] = lane.performer
    return {**named, "for": lane.name} if lane.name != lane.performer else named


def _check_tasks(office: AtWork, case: UUID, ways: Way) -> None:
    tasks = office.tasks(case)
    assert [task.element for task in tasks] == [element for element, _ in ways]
    assert not [task for task in tasks if task.state in UNFINISHED]
    assert tasks[0].reason == ""
    for (element, label), after in zip(ways, tasks[1:], strict=False):
        decision = office.definition.steps[element].form.decision
        returned = decision is not None and any(
            option.label == label and option.needs_reason for option in decision.options
        )
        assert after.reason == (REASON if returned else "")
    assert all(a.finished_at == b.opened_at for a, b in pairwise(tasks))


def _check_view(office: AtWork, case: UUID, ways: Way) -> None:
    view = office.show(case)
    assert view.case.state == "done"
    assert view.case.ended_at == office.clock.at
    assert not view.damages
    assert (view.tokens, view.open_tasks) == ((), [])
    assert view.passed >= {"Mulai", "Selesai", *(element for element, _ in ways)}
    names = office.definition.names
    shown = [(line.step, line.actor, line.role, line.on_behalf_of) for line in view.history]
    for (step, actor, role, behalf), (element, _) in zip(
        shown, [("Mulai", ""), *ways], strict=True
    ):
        said = _actor(office, element)
        assert step == names[element]
        assert (actor, role, behalf) == (said["name"], said["role"], said.get("for", ""))
