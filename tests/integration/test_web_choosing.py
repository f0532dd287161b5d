"""The questions that the drawing leaves to people: on the form, in the history, in the replay."""

from __future__ import annotations

import re

import pytest
from flask_babel import force_locale

from service.domain.form import Form
from service.domain.form_builtin import with_how_many
from service.domain.form_fields import Field, FieldKind
from service.domain.form_how_many import HowMany
from service.usecases.advancing import Outcome
from service.web.translation import words_of
from tests.fakes.scripts import PENYALURAN_BANTUAN
from tests.integration.site import Site, Visitor

CHOSEN, REASON = "keputusan:Pilihan_1", "alasan:Pilihan_1"
TIMES, AGAIN = "jumlah:Menyalurkan", "keputusan:Mengunjungi"
BOTH = {CHOSEN: ["Alir_1_Sembako", "Alir_1_Uang"]}


@pytest.fixture
def started(site: Site) -> Outcome:
    """A case that waits where what is given is chosen."""
    office = site.office
    return office.start(deployment=office.deploy(PENYALURAN_BANTUAN).deployment.id)


@pytest.fixture
def petugas(site: Site) -> Visitor:
    return site.visitor(site.office.petugas)


def ticked(page: str) -> list[str]:
    """The values of the boxes that are ticked."""
    boxes = re.findall(r'<input type="checkbox"[^>]* value="(Alir_[^"]+)"[^>]*>', page)
    return [box for box in boxes if f'value="{box}" checked' in page]


def test_many_ways_are_boxes_to_tick_and_the_page_says_so(
    site: Site, petugas: Visitor, started: Outcome
) -> None:
    page = petugas.get(site.open_task(started.case)).text
    assert len(re.findall(rf'<input type="checkbox" id="[^"]+" name="{CHOSEN}"', page)) == 3
    assert f'<fieldset class="field" aria-describedby="f-{CHOSEN}-hint">' in page
    assert "Lebih dari satu boleh dipilih." in page
    assert "Untuk pilihan: Berkas dikembalikan." in page


def test_none_chosen_says_what_to_do_in_the_readers_language(site: Site, started: Outcome) -> None:
    for language, said in (("id", "Pilih sekurangnya satu."), ("en", "Choose at least one.")):
        visitor = site.visitor(site.office.petugas, language)
        answer = visitor.fill_in(site.open_task(started.case), {REASON: "KTP buram."})
        assert answer.status_code == 422
        assert f"Bantuan apa yang diberikan?: {said}" in answer.text
        assert f'aria-describedby="f-{CHOSEN}-hint f-{CHOSEN}-error"' in answer.text


def test_what_was_ticked_is_kept_while_the_reason_is_missing(
    site: Site, petugas: Visitor, started: Outcome
) -> None:
    sent = {CHOSEN: ["Alir_1_Sembako", "Alir_1_Kembali"]}
    answer = petugas.fill_in(site.open_task(started.case), sent)
    assert answer.status_code == 422
    assert ticked(answer.text) == sent[CHOSEN]


def test_the_history_and_the_replay_name_all_that_was_chosen(
    site: Site, petugas: Visitor, started: Outcome
) -> None:
    assert petugas.fill_in(site.open_task(started.case), BOTH).status_code == 303
    assert "Sembako, Uang" in petugas.get(f"/cases/{started.case}").text
    replay = site.visitor(site.office.auditor).get(f"/cases/{started.case}/replay").text
    assert "Memeriksa permohonan bantuan: Sembako, Uang" in replay
    assert 'data-flows="Alir_1_Sembako Alir_1_Uang"' in replay


@pytest.mark.parametrize(
    ("language", "question", "rule"),
    [
        ("id", "Berapa kali langkah ini dilakukan?", "Isi bilangan bulat."),
        ("en", "How many times is this step done?", "Enter a whole number."),
    ],
)
def test_how_many_times_is_asked_and_shown_among_the_answers(
    site: Site, started: Outcome, language: str, question: str, rule: str
) -> None:
    visitor = site.visitor(site.office.petugas, language)
    visitor.fill_in(site.open_task(started.case), BOTH)
    address = site.open_task(started.case)
    page = visitor.get(address).text
    assert f'<label for="f-{TIMES}">{question}</label>' in page
    assert re.search(rf'<input [^>]*inputmode="numeric"[^>]* name="{TIMES}"', page)
    assert f"{question}: {rule}" in visitor.fill_in(address, {TIMES: "2,5"}).text
    assert visitor.fill_in(address, {TIMES: "3"}).status_code == 303
    case = visitor.get(f"/cases/{started.case}").text
    assert re.search(rf"{re.escape(question)}</dt>\s*<dd[^>]*>\s*3", case)


def test_how_many_times_is_said_in_the_readers_language_in_an_analysts_form_too(
    site: Site,
) -> None:
    own = Form("berkas", "Isian", (Field("bantuan", FieldKind.TEXT, "Nama bantuan"),))
    form = with_how_many(own, HowMany("Menyalurkan"))
    with site.app.test_request_context(), force_locale("en"):
        assert [words_of(form)(field.label) for field in form.fields] == [
            "Nama bantuan",
            "How many times is this step done?",
        ]


@pytest.mark.parametrize(
    ("language", "question", "again"),
    [("id", "Ulangi langkah ini?", "Ulangi"), ("en", "Do this step again?", "Repeat")],
)
def test_a_step_that_repeats_asks_whether_once_more_and_the_history_says_so(
    site: Site, started: Outcome, language: str, question: str, again: str
) -> None:
    visitor = site.visitor(site.office.petugas, language)
    for answers in (BOTH, {TIMES: "3"}):
        visitor.fill_in(site.open_task(started.case), answers)
    address = site.open_task(started.case)
    page = visitor.get(address).text
    assert f">{question}</legend>" in page
    assert f">{again}</label>" in page
    assert visitor.fill_in(address, {AGAIN: "Mengunjungi:ulangi"}).status_code == 303
    assert f"Mengunjungi penerima: {again}" in " ".join(
        visitor.get(f"/cases/{started.case}").text.split()
    )


def test_the_table_of_the_sop_says_what_may_be_repeated(site: Site, petugas: Visitor) -> None:
    deployed = site.office.deploy(PENYALURAN_BANTUAN)
    page = petugas.get(f"/sops/{deployed.deployment.id}").text
    assert "Dapat diulangi" in page
    assert "Berkas dikembalikan: dikembalikan" in page
