"""Show a case: where it stands, who did what when, and what was handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, CaseState, SnapshotDamaged
from service.domain.definition import Definition, Deployment
from service.domain.errors import N_
from service.domain.history import MALFORMED, HistoryLine, history_line
from service.domain.office import Office
from service.domain.record import EMPTY, Event, Head, RecordDamaged, What, is_whole
from service.domain.task import UNFINISHED, Task, TaskState
from service.usecases.advancing import reading, record_reading
from service.usecases.calling import version_of
from service.usecases.definitions import meaning_for
from service.usecases.ports import Clock, Engine, Files
from service.usecases.repositories import Store, Work


class Damage(StrEnum):
    """What of a case cannot be read or trusted; the value is what to say (Indonesian)."""

    DEFINITION = N_(
        "Berkas SOP permohonan ini rusak atau hilang. "
        "Diagram dan isian formulirnya tidak dapat ditampilkan."
    )
    STATE = N_("Keadaan permohonan ini pada basis data tidak dikenal.")
    TASKS = N_("Keadaan sebagian tugas permohonan ini pada basis data tidak dikenal.")
    SNAPSHOT = N_("Keadaan permohonan ini tidak dapat dibaca, sehingga tidak dapat dilanjutkan.")
    FILES = N_("Sebagian berkas permohonan ini hilang atau rusak; namanya ditandai.")
    RECORD = N_("Sebagian riwayat permohonan ini telah diubah atau hilang; barisnya ditandai.")


@dataclass(frozen=True)
class Gap:
    """Events that are missing or cannot be read, from the one to the other, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class CaseView:
    """A case whole. `tokens`: elements where it stands; `passed`: elements that finished.

    `gaps`: what the history lacks; `damages`: what else, and that, is not as it was stored;
    `lost`: hashes of files that are not kept any more.
    """

    case: Case
    office: Office
    definition: Definition
    open_tasks: Sequence[Task]
    history: Sequence[HistoryLine]
    gaps: Sequence[Gap]
    tokens: tuple[str, ...]
    passed: frozenset[str]
    damages: Sequence[Damage]
    may_reveal: bool
    revealed: bool
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CaseAsked:
    """Who asks for which case; `reveal`: personal data whole, for who has a task in it."""

    actor: Actor
    case: UUID
    reveal: bool = False


def show_case(
    asked: CaseAsked, *, store: Store, engine: Engine, files: Files, clock: Clock
) -> CaseView:
    """Read a case.

    A reading by an auditor, and every reading of personal data, is itself recorded. What is damaged
    is said, and the rest is shown; where a reading cannot be recorded, personal data stays masked.
    Raises CaseUnknown, NotYourCase.
    """
    with store.read() as work:
        view = _view(asked, work, engine)
        kept = work.cases.files(asked.case)
        lost = frozenset(file.hash for file in kept if not files.holds(file))
    if lost:
        view = replace(view, lost=lost, damages=[*view.damages, Damage.FILES])
    if view.revealed or policy.reads_as_auditor(asked.actor, view.definition):
        what = What.PERSONAL_DATA if view.revealed else What.CASE
        try:
            said = reading(asked.actor, what, clock.now(), view.definition)
            record_reading(asked.case, said, store=store)
        except RecordDamaged:  # the case's end was set back: its record takes nothing more
            return replace(view, revealed=False)
    return view


def _view(asked: CaseAsked, work: Work, engine: Engine) -> CaseView:
    actor, case = asked.actor, work.cases.get(asked.case)
    definition = meaning_for(case, work, engine)
    tasks = work.tasks.of_case(case.id)
    if definition.damaged:
        policy.check_can_see_damaged_case(actor, case, tasks)
    else:
        policy.check_can_see_case(actor, case, definition)
    open_tasks = [task for task in tasks if task.state in UNFINISHED]
    told = _told(work.record.of(case.id), case.head, definition)
    may_reveal = any(policy.can_work(actor, task) for task in open_tasks)
    return CaseView(
        case=case,
        office=work.offices.get(case.office),
        definition=definition,
        open_tasks=open_tasks,
        history=told.lines,
        gaps=told.gaps,
        tokens=told.tokens,
        passed=frozenset(told.passed),
        damages=[
            *_damages(case, definition, told, work, engine),
            *([Damage.TASKS] if any(task.state is TaskState.DAMAGED for task in tasks) else []),
        ],
        may_reveal=may_reveal,
        revealed=asked.reveal and may_reveal,
    )


@dataclass
class _Told:
    """What the record tells, read so far: its lines, where tokens rest, which elements finished."""

    lines: list[HistoryLine] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    tokens: tuple[str, ...] = ()
    passed: set[str] = field(default_factory=set)
    next: int = 1
    end: Head = EMPTY

    def skip_to(self, sequence: int) -> None:
        """What should stand before `sequence` and does not."""
        if self.next < sequence:
            self.gaps.append(Gap(self.next, sequence - 1))
        self.next = max(self.next, sequence)

    def add(self, event: Event, definition: Definition, *, whole: bool) -> None:
        """One event; one that cannot be read is a gap."""
        try:
            content = event.content()
            line = replace(
                # Answers that are not those that were given are not shown as if they were.
                history_line(_with_its_own(event, content), content, definition),
                erased="answers" in content and event.answers is None,
                damaged=not whole,
            )
            tokens = tuple(map(str, content.get("tokens", self.tokens)))
            passed = {str(element) for element in content.get("left", ())}
        except MALFORMED:
            return
        self.lines.append(line)
        self.tokens = tokens
        self.passed |= passed
        self.next = event.sequence + 1


def _told(record: Iterable[Event], head: Head, definition: Definition) -> _Told:
    told = _Told()
    for event in record:
        told.skip_to(event.sequence)
        told.add(event, definition, whole=is_whole(event, told.end.hash))
        told.end = Head(event.sequence, event.hash)
    told.skip_to(head.count + 1)
    return told


def _with_its_own(event: Event, content: Mapping[str, Any]) -> Event:
    return event if event.answers_fit(content) else replace(event, answers=None)


def _damages(
    case: Case, definition: Definition, told: _Told, work: Work, engine: Engine
) -> Iterator[Damage]:
    if definition.damaged:
        yield Damage.DEFINITION
    elif _snapshot_is_damaged(case, version_of(case, work), engine):
        yield Damage.SNAPSHOT
    if case.state is CaseState.DAMAGED:
        yield Damage.STATE
    if told.end != case.head or told.gaps or any(line.damaged for line in told.lines):
        yield Damage.RECORD


def _snapshot_is_damaged(case: Case, deployment: Deployment, engine: Engine) -> bool:
    try:
        engine.check(deployment, case.snapshot)
    except SnapshotDamaged:
        return True
    return False
