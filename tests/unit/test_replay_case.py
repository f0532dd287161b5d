"""Replaying a case from its record alone: where it stood, in which lap, what each act changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from service.domain.case import CaseUnknown
from service.domain.definition import StepKind
from service.domain.form_fields import FileRef
from service.domain.policy import NotAuditor, can_replay
from service.domain.record import Act, append, at_utc
from service.domain.replay import Token, replay
from service.domain.turn import spent_on
from service.usecases.cancel_case import cancel_case
from service.usecases.claim_task import claim_task, release_task
from service.usecases.replay_case import replay_case
from tests.fakes.rembang import RETURNED, Rembang
from tests.unit.replaying import changed, replayed, steps, view


def test_every_act_is_a_moment_and_the_laps_of_a_loop_are_told_apart(
    rembang: Rembang, looped: UUID
) -> None:
    assert steps(replayed(rembang, looped).moments) == [
        (Act.STARTED, "Mulai", 0),
        (Act.COMPLETED, "Kegiatan_1", 1),
        (Act.COMPLETED, "Kegiatan_2", 1),
        (Act.COMPLETED, "Kegiatan_3", 1),
        (Act.COMPLETED, "Kegiatan_2", 2),
    ]


def test_a_moment_has_the_tokens_where_they_were_with_their_lap(
    rembang: Rembang, looped: UUID
) -> None:
    moments = replayed(rembang, looped).moments
    stood = [[(token.element, token.lap) for token in moment.tokens] for moment in moments]
    assert stood == [
        [("Kegiatan_1", 1)],
        [("Kegiatan_2", 1)],
        [("Kegiatan_3", 1)],
        [("Kegiatan_2", 2)],
        [("Kegiatan_3", 2)],
    ]


def test_a_moment_says_which_elements_were_left_and_which_flow_was_chosen(
    rembang: Rembang, looped: UUID
) -> None:
    deed = replayed(rembang, looped).moments[3].deed
    assert deed is not None
    assert (deed.left, deed.entered) == (("Kegiatan_3", "Keputusan_3"), ("Kegiatan_2",))
    assert deed.flows == ("Alir_3_Tidak",)


def test_the_second_lap_tells_what_it_changed_and_replaces_the_first_one_s_answers(
    rembang: Rembang, looped: UUID
) -> None:
    found = replayed(rembang, looped)
    first, second = found.moments[2], found.moments[4]
    assert first.before is None
    assert changed(first) == {"catatan": (None, "KTP ada")}
    assert second.before is not None
    assert changed(second) == {"catatan": ("KTP ada", "KTP dan KK ada")}
    assert found.superseded == {first.sequence: second.sequence}


def test_answers_that_stayed_are_no_change_and_one_that_was_cleared_is(
    rembang: Rembang, looped: UUID
) -> None:
    rembang.complete(rembang.open_task(looped), rembang.kabid, texts=RETURNED)
    again = replayed(rembang, looped).moments[-1]
    assert again.before is not None
    assert changed(again) == {}
    assert len(again.changes) == 2
    rembang.complete(rembang.open_task(looped), rembang.kasi)
    assert changed(replayed(rembang, looped).moments[-1]) == {"catatan": ("KTP dan KK ada", None)}


def test_files_are_among_what_an_act_set(rembang: Rembang, scan: FileRef) -> None:
    task = rembang.carry_to("Kegiatan_1")
    rembang.complete(task, rembang.petugas, files={"kelengkapan_2": [scan]})
    change = replayed(rembang, task.case).moments[-1].changes[0]
    assert change.after is not None
    assert getattr(change.after.value, "files", None) == (scan,)


def test_who_took_a_task_and_put_it_back_is_told(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_2")
    claim_task(rembang.kasi, task.id, store=rembang.store, clock=rembang.clock)
    release_task(rembang.kasi, task.id, store=rembang.store, clock=rembang.clock)
    moments = replayed(rembang, task.case).moments
    assert steps(moments)[-2:] == [
        (Act.CLAIMED, "Kegiatan_2", 1),
        (Act.RELEASED, "Kegiatan_2", 1),
    ]
    assert moments[-3].tokens == (Token("Kegiatan_2", 1, task.due_at),)
    assert [m.tokens[0].holder for m in moments[-2:]] == ["Kasi", ""]


def test_a_turn_has_its_waiting_its_work_and_whether_it_was_late(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_2")
    rembang.clock.pass_by(minutes=3)
    claim_task(rembang.kasi, task.id, store=rembang.store, clock=rembang.clock)
    rembang.clock.pass_by(minutes=4)
    rembang.complete(task, rembang.kasi)
    received, verified, approval = replayed(rembang, task.case).turns
    assert (received.waited, received.worked, received.late) == (60, 0, timedelta())
    assert (verified.waited, verified.worked) == (180, 240)
    assert verified.late == timedelta(minutes=2)
    assert verified.length == timedelta(minutes=7)
    assert (approval.ended, approval.late, approval.length) == (None, None, None)
    spent = spent_on([received, verified, approval])
    assert (spent.turns, spent.waited, spent.worked, spent.late) == (2, 240, 240, 1)
    assert spent.unrecorded == 0


def test_the_time_of_another_party_is_not_the_office_s(rembang: Rembang, looped: UUID) -> None:
    definition = view(rembang, looped).definition
    step = replace(definition.steps["Kegiatan_3"], kind=StepKind.CONFIRMATION)
    outside = replace(definition, steps={**definition.steps, "Kegiatan_3": step})
    spent = spent_on(replay(rembang.events(looped), rembang.case(looped).head, outside).turns)
    assert spent.outside == timedelta(minutes=10)
    assert spent.waited == 120  # a minute at step 1, another at the second lap of step 2


def test_an_old_record_has_no_times(rembang: Rembang, looped: UUID) -> None:
    turn = replayed(rembang, looped).turns[0]
    old = replace(turn, waited=None, worked=None, due=None)
    assert old.late is None
    assert spent_on([old]).unrecorded == 1


def test_readings_are_counted_and_are_no_moments(rembang: Rembang, looped: UUID) -> None:
    before = len(replayed(rembang, looped).moments)  # the first reading
    rembang.complete(rembang.open_task(looped), rembang.kabid)
    found = replayed(rembang, looped)
    assert (len(found.moments), found.readings) == (before + 1, 1)


def tell(rembang: Rembang, case: UUID, **content: object) -> None:
    """Chain one more event to a case."""
    said = {"at": at_utc(rembang.clock.at), "definition": rembang.deployment.hash, **content}
    with rembang.store.begin() as work:
        held = work.cases.hold(case)
        event, head = append(case, held.head, said)
        work.record.add([event])
        work.cases.move(replace(held, head=head), [])


def test_a_cancelled_case_stands_nowhere_and_its_open_turns_were_withdrawn(
    rembang: Rembang, looped: UUID
) -> None:
    reason = "Permohonan ditarik."
    cancel_case(rembang.administrator, looped, reason, store=rembang.store, clock=rembang.clock)
    found = replayed(rembang, looped)
    cancelled = found.moments[-1]
    assert cancelled.tokens == ()
    assert cancelled.deed is not None
    assert cancelled.deed.line.reason == reason
    assert found.turns[-1].withdrawn
    assert spent_on(found.turns).turns == 4


def test_a_task_that_the_case_went_past_was_withdrawn(rembang: Rembang, looped: UUID) -> None:
    task = rembang.open_task(looped)
    tell(rembang, looped, act=Act.INCIDENT, element="Keputusan_3", reason="buntu")
    tell(
        rembang,
        looped,
        act=Act.COMPLETED,
        element="Kegiatan_9",
        task=str(uuid4()),
        tokens=["Gerbang", "Gerbang"],
        withdrawn=[str(task.id), str(uuid4())],
    )
    found = replayed(rembang, looped)
    assert [turn.withdrawn for turn in found.turns if turn.element == "Kegiatan_3"] == [False, True]
    assert found.moments[-1].tokens == (Token("Gerbang"), Token("Gerbang"))


def test_the_reading_is_recorded_once(rembang: Rembang, looped: UUID) -> None:
    before = rembang.acts(looped)
    view(rembang, looped)
    assert rembang.acts(looped) == [*before, Act.READ]
    content = rembang.events(looped)[-1].content()
    assert (content["what"], content["actor"]["name"]) == ("replay", "Auditor")


def test_only_auditors_replay_a_case(rembang: Rembang, looped: UUID) -> None:
    for person in (rembang.kasi, rembang.analyst, rembang.administrator):
        with pytest.raises(NotAuditor):
            replay_case(
                person,
                looped,
                store=rembang.store,
                engine=rembang.engine,
                clock=rembang.clock,
            )
        assert not can_replay(person, rembang.case(looped))


def test_another_office_s_case_does_not_exist(tanjungpinang: Rembang, looped: UUID) -> None:
    for case in (looped, uuid4()):
        with pytest.raises(CaseUnknown):
            view(tanjungpinang, case)
