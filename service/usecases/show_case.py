"""Show a case: where it stands, who did what when, and what was handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, CaseState, SnapshotDamaged
from service.domain.definition import Definition, Deployment
from service.domain.errors import N_
from service.domain.files import files_in
from service.domain.form_fields import FileRef
from service.domain.history import HistoryLine
from service.domain.office import Office
from service.domain.record import RecordDamaged, What
from service.domain.task import UNFINISHED, Task
from service.usecases.advancing import reading, record_reading
from service.usecases.calling import version_of
from service.usecases.case_history import Gap, Told, earlier, newest
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
class CaseView:
    """A case with a portion of its history, by default the newest.

    `tokens`: elements where it stands; `passed`: elements that finished. Both are told, and
    `open_tasks` are there, only beside the newest portion. `gaps`: what the history lacks;
    `damages`: what else, and that, is not as it was stored; `lost`: hashes of files that are not
    kept any more. `beginning`: the event that started the case, wherever the portion stands;
    `earlier`: the place that the portion before this one ends at, None at the beginning.
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
    beginning: HistoryLine | None = None
    earlier: int | None = None

    @property
    def told(self) -> Sequence[HistoryLine]:
        """The beginning and the portion, in order."""
        began = self.beginning
        if began is None or began in self.history:
            return self.history
        return [began, *self.history]


@dataclass(frozen=True)
class CaseAsked:
    """Who asks for which case; `reveal`: personal data whole, for who has a task in it.

    `before`: for the portion of the history before this place, None: for the newest.
    """

    actor: Actor
    case: UUID
    reveal: bool = False
    before: int | None = None


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
    lost = frozenset(file.hash for file in _files_of(view.told) if not files.holds(file))
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
    if definition.damaged:
        policy.check_can_see_damaged_case(actor, case, work.tasks.of_case(case.id))
    else:
        policy.check_can_see_case(actor, case, definition)
    unfinished = work.tasks.unfinished(case.id)
    open_tasks = [task for task in unfinished if task.state in UNFINISHED]
    told = (
        newest(case, definition, work)
        if asked.before is None
        else earlier(case, asked.before, definition, work)
    )
    may_reveal = any(policy.can_work(actor, task) for task in open_tasks)
    return CaseView(
        case=case,
        office=work.offices.get(case.office),
        definition=definition,
        open_tasks=open_tasks,
        history=told.lines,
        gaps=told.gaps,
        tokens=told.tokens or (),
        passed=frozenset(told.passed),
        damages=[
            *_damages(case, definition, work, engine),
            *([Damage.RECORD] if _is_damaged(told, asked, case) else []),
            *([Damage.TASKS] if len(unfinished) > len(open_tasks) else []),
        ],
        may_reveal=may_reveal,
        revealed=asked.reveal and may_reveal,
        beginning=told.beginning,
        earlier=told.earlier,
    )


def _is_damaged(told: Told, asked: CaseAsked, case: Case) -> bool:
    """Of the whole record only verifying can tell."""
    return told.damaged or (asked.before is None and told.end != case.head)


def _files_of(lines: Iterable[HistoryLine]) -> Iterator[FileRef]:
    for line in lines:
        yield from files_in({row.key: row.value for row in line.answers})


def _damages(case: Case, definition: Definition, work: Work, engine: Engine) -> Iterator[Damage]:
    if definition.damaged:
        yield Damage.DEFINITION
    elif _snapshot_is_damaged(case, version_of(case, work), engine):
        yield Damage.SNAPSHOT
    if case.state is CaseState.DAMAGED:
        yield Damage.STATE


def _snapshot_is_damaged(case: Case, deployment: Deployment, engine: Engine) -> bool:
    try:
        engine.check(deployment, case.snapshot)
    except SnapshotDamaged:
        return True
    return False
