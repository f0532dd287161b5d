"""A busy office: anybody tries anything, whether they may or not; each act is done or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import strategies as st

from service.domain.actor import Actor, Right
from service.domain.calendar import DEFAULT_HOURS
from service.domain.case import CaseDamaged
from service.domain.definition import Definition, StepKind
from service.domain.errors import LaksanaError
from service.domain.form import Form
from service.domain.form_fields import Submitted
from service.domain.task import UNFINISHED, Task
from service.usecases.cancel_case import cancel_case
from service.usecases.claim_task import claim_task, release_task
from service.usecases.complete_task import CompleteTask, complete_task
from service.usecases.deliver_message import DeliverMessage, deliver_message
from service.usecases.repositories import Store
from service.usecases.retry_case import RetryCase, retry_case
from service.usecases.set_hours import set_hours
from service.usecases.show_case import CaseAsked, show_case
from service.usecases.start_case import StartCase, start_case
from tests.integration.drawn_office import OPERATOR, DrawnOffice
from tests.processes.at_work import REASON, text_for
from tests.signed_in import session_of

_ANSWERED = re.compile(r"(?:jawab|cukup)_\w+")  # names that blocks read in conditions
_FRIDAY = {**DEFAULT_HOURS.to_plain(), "friday": [["08:00", "11:00"]]}


@dataclass(frozen=True)
class Try:
    """What somebody tries: a number tells who, at which case or task, and in what way."""

    act: str
    number: int = 0

    @property
    def who(self) -> int:
        return self.number % 10

    @property
    def which(self) -> int:
        return self.number // 10 % 10

    @property
    def way(self) -> int:
        return self.number // 100


class Busy(DrawnOffice):
    """Two clerks with every role, one with one, and who has none; auditor and administrator."""

    def __init__(
        self, store: Store, diagram: bytes, forms: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(store, diagram, forms)
        self.definition: Definition = self.engine.definition(self.deployment)
        self.names = sorted(set(_ANSWERED.findall(diagram.decode())))
        roles = self.definition.roles
        self.auditor = self.person("auditor", right=Right.AUDIT)
        self.people = (
            self.clerk,
            self.person("rekan", *roles),
            self.person("satu", *roles[:1]),
            self.person("tanpa"),
            self.auditor,
            self.administrator,
        )
        self.cases: list[UUID] = []
        self.starts: list[StartCase] = []
        self.completions: list[CompleteTask] = []
        self.messages: list[DeliverMessage] = []

    def attempt(self, tried: Try) -> bool:
        """Whether it was done; what is refused is refused with words. No case is ever damaged."""
        self.clock.pass_by(seconds=1)
        try:
            _ACTS[tried.act](self, tried)
        except CaseDamaged:
            raise
        except LaksanaError:
            return False
        return True

    def start_one(self, tried: Try) -> None:
        starts = list(self.definition.starts.values())
        start = starts[tried.way % len(starts)]
        actor, answers = self._anybody(tried, self.clerk), answered(start.form, tried.way)
        self._start(StartCase(actor, self.deployment.id, start.element, uuid4(), answers))

    def start_again(self, tried: Try) -> None:
        if self.starts:
            self._start(self.starts[tried.which % len(self.starts)])

    def _start(self, request: StartCase) -> None:
        self.starts.append(request)
        started = start_case(
            request,
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=self.calendar,
        )
        if started.case not in self.cases:
            self.cases.append(started.case)

    def claim_one(self, tried: Try) -> None:
        for task in self._task(tried):
            claim_task(
                self._anybody(tried, self.clerk), task.id, store=self.store, clock=self.clock
            )

    def release(self, tried: Try) -> None:
        for task in self._task(tried):
            actor = self._anybody(tried, self.clerk)
            release_task(actor, task.id, store=self.store, clock=self.clock)

    def complete(self, tried: Try) -> None:
        """With nothing left to do somebody begins anew."""
        tasks = self._task(tried)
        if not tasks:
            self.start_one(tried)
        for task in tasks:
            form = self.definition.steps[task.element].form
            actor, answers = self._anybody(tried, self.clerk), answered(form, tried.way)
            self._complete(CompleteTask(session_of(self.store, actor), task.id, uuid4(), answers))

    def complete_badly(self, tried: Try) -> None:
        for task in self._task(tried):
            form = self.definition.steps[task.element].form
            wrong = Submitted({field.key: ["?" * 9_999] for field in form.inputs})
            session = session_of(self.store, self._anybody(tried, self.clerk))
            self._complete(CompleteTask(session, task.id, uuid4(), wrong))

    def complete_again(self, tried: Try) -> None:
        if self.completions:
            self._complete(self.completions[tried.which % len(self.completions)])

    def _complete(self, request: CompleteTask) -> None:
        self.completions.append(request)
        complete_task(
            request,
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=self.calendar,
        )

    def message(self, tried: Try) -> None:
        """Mostly one that is awaited, else one of another element's name."""
        for case in self._case(tried):
            steps = [self.definition.steps[task.element] for task in self.open_tasks(case)]
            awaited = [step.name for step in steps if step.kind is StepKind.CONFIRMATION]
            names = (awaited if tried.way % 4 else []) or list(self.definition.names.values())
            name = names[tried.way % len(names)]
            values = {each: Decimal(tried.way >> n & 1) for n, each in enumerate(self.names)}
            number = self.case(case).number
            self._deliver(DeliverMessage(OPERATOR, number, name, values, uuid4()))

    def message_again(self, tried: Try) -> None:
        if self.messages:
            self._deliver(self.messages[tried.which % len(self.messages)])

    def _deliver(self, request: DeliverMessage) -> None:
        self.messages.append(request)
        deliver_message(
            request,
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=self.calendar,
        )

    def cancel_one(self, tried: Try) -> None:
        actor, reason = self._anybody(tried, self.administrator), REASON if tried.way % 9 else " "
        for case in self._case(tried):
            cancel_case(actor, case, reason, store=self.store, clock=self.clock)

    def wait(self, tried: Try) -> None:
        """Time passes, and the worker fires what is due."""
        self._let_pass(tried)
        for case in self.due():
            assert self.fire(case)

    def _let_pass(self, tried: Try) -> None:
        """To the very moment of the next timer, or beyond several."""
        times = [due for case in self.cases if (due := self.case(case).due_at) is not None]
        if times and tried.way % 3:
            self.clock.at = max(self.clock.at, min(times))
        else:
            self.clock.pass_by(minutes=5 * tried.way)

    def fire_anyway(self, tried: Try) -> None:
        """A job comes late, or again."""
        for case in self._case(tried):
            due = self.case(case).due_at
            assert self.fire(case) == (due is not None and due <= self.clock.at)

    def give_up_one(self, tried: Try) -> None:
        """The worker tried in vain."""
        self._let_pass(tried)
        for case in self._case(tried):
            self.give_up(case, ZeroDivisionError())

    def retry_one(self, tried: Try) -> None:
        for case in self._case(tried):
            retry_case(
                RetryCase(self._anybody(tried, self.administrator), case, uuid4()),
                store=self.store,
                engine=self.engine,
                clock=self.clock,
                calendar=self.calendar,
            )

    def read(self, tried: Try) -> None:
        for case in self._case(tried):
            asked = CaseAsked(self._anybody(tried, self.auditor), case, reveal=tried.way % 2 == 0)
            show_case(
                asked, store=self.store, engine=self.engine, files=self.files, clock=self.clock
            )

    def change_hours(self, tried: Try) -> None:
        hours = _FRIDAY if tried.way % 2 else DEFAULT_HOURS.to_plain()
        actor = self._anybody(tried, self.administrator)
        set_hours(actor, hours, store=self.store, clock=self.clock)

    def _anybody(self, tried: Try, entitled: Actor) -> Actor:
        """Mostly who may."""
        return entitled if tried.who < _MOSTLY else self.people[tried.who % len(self.people)]

    def _case(self, tried: Try) -> Sequence[UUID]:
        """One, once there is any."""
        return self.cases and [self.cases[tried.which % len(self.cases)]]

    def _task(self, tried: Try) -> Sequence[Task]:
        """One, mostly open, once there is any."""
        with self.store.read() as work:
            tasks = [task for case in self.cases for task in work.tasks.of_case(case)]
        waiting = [task for task in tasks if task.state in UNFINISHED]
        found = tasks if tried.which % 5 == 4 else waiting
        return found and [found[tried.which % len(found)]]


def answered(form: Form, way: int) -> Submitted:
    """The least that the form takes; what is chosen, and how often, is as `way` counts it out."""
    texts = {field.key: [text_for(field)] for field in form.inputs if field.required}
    if form.decision is not None:
        options = form.decision.options
        chosen = [options[way % len(options)]]
        if form.decision.many:
            chosen = [each for n, each in enumerate(options) if way + 1 >> n & 1] or chosen
        texts[form.decision.flow_key] = [each.flow for each in chosen]
        if any(each.needs_reason for each in chosen):
            texts[form.decision.reason_key] = [REASON]
    if form.how_many is not None:
        texts[form.how_many.key] = [str(way % 3 + 1)]
    return Submitted(texts)


_MOSTLY = 7  # of 10
_ACTS: Mapping[str, Callable[[Busy, Try], None]] = {
    "complete": Busy.complete,
    "start": Busy.start_one,
    "wait": Busy.wait,
    "message": Busy.message,
    "claim": Busy.claim_one,
    "release": Busy.release,
    "complete badly": Busy.complete_badly,
    "complete again": Busy.complete_again,
    "start again": Busy.start_again,
    "message again": Busy.message_again,
    "cancel": Busy.cancel_one,
    "fire": Busy.fire_anyway,
    "give up": Busy.give_up_one,
    "retry": Busy.retry_one,
    "read": Busy.read,
    "hours": Busy.change_hours,
}
_OFTEN = ["complete"] * 16 + ["wait"] * 5 + ["message"] * 3 + ["claim", "start"]
TRIES = st.lists(
    st.builds(Try, st.sampled_from([*_OFTEN, *_ACTS]), st.integers(0, 9_999)),
    min_size=8,
    max_size=30,
)
