"""The questions that the drawing leaves to people: on the form, in the history, in the replay."""

from __future__ import annotations

import re

import pytest

from service.usecases.advancing import Outcome
from tests.fakes.scripts import PENYALURAN_BANTUAN
from tests.integration.site import Site, Visitor

CHOSEN, REASON = "keputusan:Pilihan_1", "alasan:Pilihan_1"
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
