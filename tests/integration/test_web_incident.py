"""A case that stands still: what an administrator is told of it, and having it tried again."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.domain.case import CaseDamaged
from service.domain.record import Act
from service.usecases.fire_timers import give_up_timers
from tests.integration.site import Site, hidden


@pytest.fixture
def stopped(site: Site) -> str:
    """The address of a case whose timers failed."""
    case = site.office.start().case
    with site.office.store.begin() as work:
        held = work.cases.get(case)
        work.cases.move(replace(held, due_at=site.office.clock.now()), [])
    error = CaseDamaged(number=held.number)
    give_up_timers(case, error, store=site.office.store, clock=site.office.clock)
    return f"/settings/cases/{case}"


def test_an_administrator_reads_why_a_case_stands_still(site: Site, stopped: str) -> None:
    visitor = site.visitor(site.office.administrator)
    assert "Tangani" in visitor.get("/settings/cases").text
    page = visitor.get(stopped).text
    assert "Permohonan terhenti" in page
    assert "Pekerjaan yang mengikuti waktu gagal berulang kali" in page
    assert "Coba lagi" in page
    assert "Permohonan KIS" not in page  # what it is about is not the administrator's


def test_a_case_is_tried_again_with_one_button(site: Site, stopped: str) -> None:
    visitor = site.visitor(site.office.administrator)
    form = {"act": hidden(visitor.get(stopped), "act")}
    for _ in range(2):
        answer = visitor.post(f"{stopped}/retry", form)
        assert answer.status_code == 303
        assert "berjalan lagi" in visitor.get(answer.headers["Location"]).text
    assert visitor.post(f"{stopped}/retry", {"act": str(uuid4())}).status_code == 409
    assert visitor.post(f"{stopped}/retry").status_code == 400
    case = UUID(stopped.rpartition("/")[2])
    assert site.office.acts(case)[-2:] == [Act.INCIDENT, Act.RETRIED]


def test_the_history_tells_of_the_stop_and_of_who_had_it_tried_again(
    site: Site, stopped: str
) -> None:
    site.visitor(site.office.administrator).post(f"{stopped}/retry", {"act": str(uuid4())})
    case = stopped.rpartition("/")[2]
    page = site.visitor(site.office.kasi).get(f"/cases/{case}").text
    assert "Permohonan terhenti" in page
    assert "Permohonan dicoba lagi" in page
