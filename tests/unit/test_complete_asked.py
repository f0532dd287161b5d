"""Completing tasks that ask what the drawing leaves open: which ways, how many times, once more."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from service.domain.case import CaseState
from service.domain.deed import Soundness
from service.domain.form_fields import InvalidAnswers
from service.domain.task import Task
from service.usecases.findings import Fault
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENYALURAN_BANTUAN
from tests.unit.replaying import replayed
from tests.unit.tampering import found, tampering

CHOSEN, REASON = "keputusan:Pilihan_1", "alasan:Pilihan_1"
TIMES, AGAIN = "jumlah:Menyalurkan", "keputusan:Mengunjungi"


@pytest.fixture
def examined(rembang: Rembang) -> Task:
    """The task where what is given is chosen."""
    deployed = rembang.deploy(PENYALURAN_BANTUAN)
    return rembang.open_task(rembang.start(deployment=deployed.deployment.id).case)


@pytest.fixture
def handed_out(rembang: Rembang, examined: Task) -> Task:
    """The task where it is said how many times something is done."""
    rembang.complete(examined, rembang.petugas, texts={CHOSEN: ["Alir_1_Uang", "Alir_1_Sembako"]})
    return rembang.open_task(examined.case)


@pytest.fixture
def visited(rembang: Rembang, handed_out: Task) -> Task:
    """The task that is done until its person says that it is enough."""
    rembang.complete(handed_out, rembang.petugas, texts={TIMES: ["3"]})
    return rembang.open_task(handed_out.case)


def refused(rembang: Rembang, task: Task, **texts: list[str]) -> dict[str, str]:
    with pytest.raises(InvalidAnswers) as error:
        rembang.complete(task, rembang.petugas, texts=texts)
    return {key: problem.text for key, problem in error.value.problems.items()}


def test_every_chosen_flow_is_taken_and_recorded_in_the_order_of_the_drawing(
    rembang: Rembang, examined: Task
) -> None:
    texts = {CHOSEN: ["Alir_1_Uang", "Alir_1_Sembako"]}
    rembang.complete(examined, rembang.petugas, texts=texts)
    assert rembang.open_task(examined.case).element == "Menyalurkan"
    content = rembang.events(examined.case)[-1].content()
    assert content["choices"] == {"Pilihan_1": ["Alir_1_Sembako", "Alir_1_Uang"]}
    assert found(rembang) == set()


def test_one_of_many_is_recorded_as_a_list_too(rembang: Rembang, examined: Task) -> None:
    rembang.complete(examined, rembang.petugas, texts={CHOSEN: ["Alir_1_Sembako"]})
    content = rembang.events(examined.case)[-1].content()
    assert content["choices"] == {"Pilihan_1": ["Alir_1_Sembako"]}


def test_at_least_one_must_be_chosen_and_only_what_is_offered(
    rembang: Rembang, examined: Task
) -> None:
    assert refused(rembang, examined) == {CHOSEN: "Pilih sekurangnya satu."}
    off_the_list = refused(rembang, examined, **{CHOSEN: ["Alir_1_Uang", "Alir_3_Ya"]})
    assert off_the_list == {CHOSEN: "Pilih dari daftar yang tersedia."}


def test_a_reason_is_owed_when_any_of_the_chosen_leads_back(
    rembang: Rembang, examined: Task
) -> None:
    both = {CHOSEN: ["Alir_1_Sembako", "Alir_1_Kembali"]}
    assert list(refused(rembang, examined, **both)) == [REASON]
    rembang.complete(examined, rembang.petugas, texts={**both, REASON: ["KTP buram."]})
    assert rembang.open_task(examined.case).reason == "KTP buram."


def test_the_reason_is_not_told_at_the_step_that_the_case_went_on_to(
    rembang: Rembang, examined: Task
) -> None:
    mixed = {CHOSEN: ["Alir_1_Uang", "Alir_1_Kembali"], REASON: ["KTP buram."]}
    rembang.complete(examined, rembang.petugas, texts=mixed)
    onward = rembang.open_task(examined.case)
    assert (onward.element, onward.reason) == ("Menyalurkan", "")


def test_a_reason_that_nobody_asked_for_is_not_handed_on(rembang: Rembang, examined: Task) -> None:
    texts = {CHOSEN: ["Alir_1_Sembako"], REASON: ["KTP buram."]}
    rembang.complete(examined, rembang.petugas, texts=texts)
    assert rembang.open_task(examined.case).reason == ""


def test_the_replay_knows_every_chosen_flow(rembang: Rembang, examined: Task) -> None:
    texts = {CHOSEN: ["Alir_1_Sembako", "Alir_1_Uang"]}
    rembang.complete(examined, rembang.petugas, texts=texts)
    deed = replayed(rembang, examined.case).moments[-1].deed
    assert deed is not None
    assert deed.flows == ("Alir_1_Sembako", "Alir_1_Uang")
    answers = {row.key: row.value for row in deed.line.answers}
    assert answers[CHOSEN] == ("Sembako", "Uang")


@pytest.mark.parametrize("choice", [b"1", b"null", b'{"a":"b"}'])
def test_a_choice_that_is_neither_a_flow_nor_a_list_cannot_be_read(
    memory: InMemoryStore, rembang: Rembang, examined: Task, choice: bytes
) -> None:
    rembang.complete(examined, rembang.petugas, texts={CHOSEN: ["Alir_1_Sembako"]})
    with tampering(memory) as tables:
        event = tables.events[examined.case, 2]
        body = re.sub(rb'(?<="Pilihan_1":)\[[^]]*\]', choice, event.body)
        tables.events[examined.case, 2] = replace(event, body=body)
    assert replayed(rembang, examined.case).moments[-1].soundness is Soundness.UNREADABLE
    assert {fault for _, _, fault in found(rembang)} == {Fault.CHANGED}


def test_how_many_times_is_recorded_as_a_number_of_the_element(
    rembang: Rembang, handed_out: Task
) -> None:
    rembang.complete(handed_out, rembang.petugas, texts={TIMES: ["12"]})
    contents = [event.content() for event in rembang.events(handed_out.case)]
    assert contents[-1]["counts"] == {"Menyalurkan": 12}
    assert contents[-1]["choices"] == {}
    assert [content for content in contents if "counts" in content] == contents[-1:]
    assert found(rembang) == set()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Kolom ini wajib diisi."),
        ("0", "Isi angka sekurangnya 1."),
        ("1001", "Isi angka paling besar 1000."),
        ("2,5", "Isi bilangan bulat."),
        ("tiga", "Isi angka saja, misalnya 1500 atau 12,5."),
    ],
)
def test_how_many_times_is_a_whole_number_that_can_be_done(
    rembang: Rembang, handed_out: Task, typed: str, said: str
) -> None:
    assert refused(rembang, handed_out, **{TIMES: [typed]}) == {TIMES: said}


def test_a_step_is_done_again_until_its_person_goes_on(rembang: Rembang, visited: Task) -> None:
    rembang.complete(visited, rembang.petugas, texts={AGAIN: ["Mengunjungi:ulangi"]})
    again = rembang.open_task(visited.case)
    assert (again.element, again.reason) == ("Mengunjungi", "")
    rembang.complete(again, rembang.petugas, texts={AGAIN: ["Mengunjungi:lanjut"]})
    assert rembang.case(visited.case).state is CaseState.DONE
    choices = [event.content()["choices"] for event in rembang.events(visited.case)[-2:]]
    assert choices == [
        {"Mengunjungi": "Mengunjungi:ulangi"},
        {"Mengunjungi": "Mengunjungi:lanjut"},
    ]
    moments = replayed(rembang, visited.case).moments
    assert {moment.soundness for moment in moments} == {Soundness.SOUND}
    assert [turn.lap for turn in replayed(rembang, visited.case).turns[-2:]] == [1, 2]
