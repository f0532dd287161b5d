"""Completing a task where more than one way may be chosen: what is asked, recorded and replayed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

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


@pytest.fixture
def examined(rembang: Rembang) -> Task:
    """The task where what is given is chosen."""
    deployed = rembang.deploy(PENYALURAN_BANTUAN)
    return rembang.open_task(rembang.start(deployment=deployed.deployment.id).case)


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
