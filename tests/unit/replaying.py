"""What tests of the replay share: a case replayed, and what its moments tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from service.domain.record import Act
from service.domain.replay import Moment, Replay
from service.usecases.replay_case import CaseReplay, replay_case
from tests.fakes.rembang import Rembang


def view(rembang: Rembang, case: UUID) -> CaseReplay:
    return replay_case(
        rembang.auditor, case, store=rembang.store, engine=rembang.engine, clock=rembang.clock
    )


def replayed(rembang: Rembang, case: UUID) -> Replay:
    return view(rembang, case).replay


def steps(moments: Sequence[Moment]) -> list[tuple[Act, str, int]]:
    """Each act with its element and lap."""
    return [
        (m.deed.line.act, m.deed.line.element, m.turn.lap if m.turn else 0)
        for m in moments
        if m.deed
    ]


def changed(moment: Moment) -> Mapping[str, tuple[object, object]]:
    """What became of each answer that is not as before: key -> before and after."""
    return {
        change.row.key: (
            change.before.value if change.before else None,
            change.after.value if change.after else None,
        )
        for change in moment.changes
        if change.before != change.after
    }
