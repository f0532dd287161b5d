"""A definition: its roles and lanes, its source's hash, and the notes on a diagram."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.definition import (
    Arrow,
    DefinitionUnknown,
    DiagramRefused,
    Note,
    NoteKind,
    Source,
    start_of,
)
from tests.fakes.scripts import PENGANTAR_KIS, PENYALURAN_BANTUAN, REKOMENDASI_JAMKESDA

DEFINITION = PENGANTAR_KIS.definition


def test_roles_are_the_performers_of_the_lanes_once_each() -> None:
    assert DEFINITION.roles == (
        "Kepala Dinas",
        "Kabid Rehabilitasi dan Jaminan Sosial",
        "Kasi Rehabsos",
        "Petugas Pelayanan",
    )
    assert REKOMENDASI_JAMKESDA.definition.roles == ("Petugas Pelayanan",)


def test_lanes_are_numbered_from_the_top() -> None:
    assert DEFINITION.lane_number("Kepala Dinas") == 1
    assert DEFINITION.lane_number("Petugas Pelayanan") == 4
    assert DEFINITION.lane_number("Bendahara") == 0


def test_a_start_is_found_by_its_element() -> None:
    assert start_of(DEFINITION, "Mulai").lane.name == "Petugas Pelayanan"
    with pytest.raises(DefinitionUnknown):
        start_of(DEFINITION, "Kegiatan_1")


def test_a_sources_hash_does_not_depend_on_the_order_of_its_forms() -> None:
    assert Source(b"d", {"a": "1", "b": "2"}).hash == Source(b"d", {"b": "2", "a": "1"}).hash


def test_every_part_of_a_source_changes_its_hash() -> None:
    sources = [
        Source(b"d", {}),
        Source(b"e", {}),
        Source(b"d", {"a": ""}),
        Source(b"d", {"a": "1"}),
        Source(b"d", {"b": "1"}),
        Source(b"d", {"a": "1", "b": "1"}),
        Source(b"", {"a": "1"}),
        Source(b"da", {"a": ""}),
    ]
    assert len({source.hash for source in sources}) == len(sources)


@pytest.mark.parametrize(
    ("note", "text"),
    [
        (
            Note(NoteKind.REFUSED, "Task_1", "Periksa", 12, "bercabang dua", "beri gerbang"),
            'baris 12: Task_1 "Periksa": bercabang dua: beri gerbang',
        ),
        (Note(NoteKind.ADVICE, "Task_1", "", 0, "tanpa pelaksana"), "Task_1: tanpa pelaksana"),
        (Note(NoteKind.REFUSED, "", "", 1, "bukan XML"), "baris 1: bukan XML"),
    ],
)
def test_a_note_is_one_line_with_what_is_known(note: Note, text: str) -> None:
    assert str(note) == text


def test_a_refused_diagram_names_every_refusal_and_keeps_all_notes() -> None:
    notes = (
        Note(NoteKind.REFUSED, "Task_1", "", 0, "satu"),
        Note(NoteKind.ADVICE, "Task_2", "", 0, "dua"),
        Note(NoteKind.REFUSED, "Task_3", "", 0, "tiga"),
    )
    refused = DiagramRefused(notes)
    assert str(refused) == "Diagram ini tidak dapat dijalankan: Task_1: satu; Task_3: tiga"
    assert refused.notes == notes


def test_an_arrow_leads_to_the_steps_that_come_first_behind_it() -> None:
    definition = PENYALURAN_BANTUAN.definition
    assert definition.led_to("Alir_1_Uang") == {"Menyalurkan"}
    assert definition.led_to("Alir_1_Kembali") == {"Memeriksa"}
    assert definition.led_to("Mengunjungi:ulangi") == frozenset()
    round_and_round = (Arrow("a", "g", "h", "", ""), Arrow("b", "h", "g", "", ""))
    assert replace(definition, arrows=round_and_round).led_to("a") == frozenset()
