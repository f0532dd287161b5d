"""Replaying a record that somebody damaged or erased from: said so, and the rest goes on."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.domain.deed import Soundness
from service.domain.record import Answers, Head
from service.domain.replay import Replay
from service.domain.turn import spent_on
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.unit.replaying import changed, replayed, view
from tests.unit.tampering import tampering


@pytest.mark.parametrize("body", [b"\xff not JSON", b"[]", b'{"act":"dance"}'])
def test_a_damaged_event_is_a_marked_moment_and_the_rest_go_on(
    memory: InMemoryStore, rembang: Rembang, looped: UUID, body: bytes
) -> None:
    with tampering(memory) as tables:
        tables.events[looped, 3] = replace(tables.events[looped, 3], body=body)
    found = replayed(rembang, looped)
    damaged = found.moments[2]
    assert (damaged.soundness, damaged.deed) == (Soundness.UNREADABLE, None)
    assert [token.element for token in damaged.tokens] == ["Kegiatan_2"]
    assert [m.soundness for m in found.moments].count(Soundness.SOUND) == 4
    assert [token.lap for token in found.moments[-1].tokens] == [2]


def test_a_turn_whose_end_cannot_be_read_is_not_left_standing(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        tables.events[looped, 3] = replace(tables.events[looped, 3], body=b"[]")
    found = replayed(rembang, looped)
    assert [token.lap for token in found.moments[3].tokens] == [2]
    assert [turn.lost for turn in found.turns if turn.element == "Kegiatan_2"] == [True, False]
    assert spent_on(found.turns).unrecorded == 1


def test_a_moment_without_its_time_zone_is_damage(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        event = tables.events[looped, 2]
        body = event.body.replace(b"00000Z", b"00000")
        tables.events[looped, 2] = replace(event, body=body)
    assert replayed(rembang, looped).moments[1].soundness is Soundness.UNREADABLE


def test_an_event_that_was_changed_is_shown_as_it_stands_and_said_to_be_changed(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        event = tables.events[looped, 3]
        tables.events[looped, 3] = replace(event, body=event.body.replace(b"Kasi", b"Lain"))
    moment = replayed(rembang, looped).moments[2]
    assert moment.soundness is Soundness.CHANGED
    assert moment.deed is not None
    assert moment.deed.line.actor == "Lain"


def test_a_reading_that_was_changed_is_a_moment_too(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    view(rembang, looped)
    with tampering(memory) as tables:
        event = tables.events[looped, 6]
        tables.events[looped, 6] = replace(event, body=event.body.replace(b"Auditor", b"Lain"))
    assert replayed(rembang, looped).moments[-1].soundness is Soundness.CHANGED


@pytest.mark.parametrize("beside", [b'{"catatan":"lain"}', b"\xff not JSON"])
def test_answers_that_were_changed_are_believed_nowhere(
    memory: InMemoryStore, rembang: Rembang, looped: UUID, beside: bytes
) -> None:
    with tampering(memory) as tables:
        event = tables.events[looped, 3]
        tables.events[looped, 3] = replace(event, answers=Answers(b"", beside))
    first, second = (replayed(rembang, looped).moments[place] for place in (2, 4))
    assert first.soundness is Soundness.ANSWERS_CHANGED
    assert first.changes == ()
    assert second.soundness is Soundness.SOUND
    assert second.before is None


def test_erased_answers_are_said_so_and_compared_with_nothing(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        tables.events[looped, 3] = replace(tables.events[looped, 3], answers=None)
    found = replayed(rembang, looped)
    first, second = found.moments[2], found.moments[4]
    assert first.deed is not None
    assert first.deed.line.erased
    assert first.soundness is Soundness.SOUND
    assert first.changes == ()
    assert second.before is None
    assert changed(second) == {"catatan": (None, "KTP dan KK ada")}
    assert found.superseded == {3: 5}


def test_a_case_without_a_record_has_no_moments(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        tables.events.clear()
        tables.cases[looped] = replace(tables.cases[looped], head=Head())
    assert replayed(rembang, looped) == Replay([], [], {}, 0)


def test_missing_events_are_a_marked_moment_and_the_one_after_them_is_not_blamed(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        del tables.events[looped, 2]
        del tables.events[looped, 3]
    found = replayed(rembang, looped).moments
    assert [(m.sequence, m.last, m.soundness) for m in found] == [
        (1, None, Soundness.SOUND),
        (2, 3, Soundness.MISSING),
        (4, None, Soundness.SOUND),
        (5, None, Soundness.SOUND),
    ]
    assert [token.element for token in found[1].tokens] == ["Kegiatan_1"]


def test_a_change_after_a_gap_is_found_where_it_can_be(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        del tables.events[looped, 2]
        tables.events[looped, 3] = replace(tables.events[looped, 4], sequence=3)
    assert replayed(rembang, looped).moments[2].soundness is Soundness.CHANGED


def test_a_tail_that_was_cut_off_is_a_marked_moment(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        del tables.events[looped, 5]
    last = replayed(rembang, looped).moments[-1]
    assert (last.sequence, last.last, last.events) == (5, 5, 1)
    assert last.soundness is Soundness.MISSING


def test_events_behind_the_end_that_the_case_holds_are_marked(
    memory: InMemoryStore, rembang: Rembang, looped: UUID
) -> None:
    with tampering(memory) as tables:
        head = Head(3, tables.events[looped, 3].hash)
        tables.cases[looped] = replace(tables.cases[looped], head=head)
    before = rembang.acts(looped)
    found = view(rembang, looped).replay.moments  # a reading cannot be chained there any more
    assert [m.soundness for m in found] == [Soundness.SOUND] * 3 + [Soundness.BEYOND] * 2
    assert rembang.acts(looped) == before
