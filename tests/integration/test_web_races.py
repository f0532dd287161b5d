"""Two browsers at once: one form is taken, the other is answered with a page that says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service.bootstrap import Laksana, build
from service.domain.actor import Right
from service.domain.calendar import DEFAULT_HOURS
from service.domain.errors import LaksanaError
from service.settings import read_settings
from service.usecases.deploy import Deploy
from service.usecases.manage_office import NewOffice
from service.usecases.manage_people import NewPerson
from tests.integration.drawing import diagram, end, path, start, tasks
from tests.integration.drawn_office import OPERATOR, PASSWORD
from tests.integration.site import Visitor, hidden
from tests.integration.stopping import Race, racing
from tests.pooler import is_pooled

pytestmark = pytest.mark.pooled

SOP = diagram(start(), tasks("a", "b"), end(), path("mulai", "a", "b", "selesai"))


class Served:
    """The site as it is served, with an office of one SOP on a database where requests meet."""

    def __init__(self, laksana: Laksana, race: Race) -> None:
        self.laksana = laksana
        self.race = race
        self.app: Flask = laksana.web()
        hours = DEFAULT_HOURS.to_plain()
        new = NewOffice("rembang", "Kantor", "Asia/Jakarta", hours)
        self.office = laksana.add_office(OPERATOR, new)
        deployed = laksana.deploy(Deploy(self.office.id, SOP, {}, OPERATOR, new_roles=True))
        self.roles = frozenset(deployed.new_roles)

    def browser(self, account: str) -> Visitor:
        """One more browser of this person."""
        visitor = Visitor(self.app)
        assert visitor.sign_in(f"{account}@rembang").status_code == 303
        return visitor

    def person(self, account: str, right: Right | None = None) -> Visitor:
        """A new person of the SOP's roles or of this right, at a browser."""
        roles, rights = (frozenset(), frozenset({right})) if right else (self.roles, frozenset())
        name = account.capitalize()
        new = NewPerson(f"{account}@rembang", name, PASSWORD, roles, rights)
        self.laksana.add_person(OPERATOR, new)
        return self.browser(account)

    def meet(
        self, first: Callable[[], TestResponse], second: Callable[[], TestResponse]
    ) -> tuple[TestResponse, TestResponse]:
        """Both answers."""
        one, two = self.race.meet(first, second)
        assert not isinstance(one, LaksanaError)
        assert not isinstance(two, LaksanaError)
        return one, two

    def acts(self) -> dict[str, int]:
        """How many events each chain has: of the office, and of each case; all of them whole."""
        checks = list(self.laksana.verify_record(None).checks)
        assert not [finding for checked in checks for finding in checked.findings]
        return {checked.chain: checked.events for checked in checks}


@pytest.fixture(params=["waiting", "overtaken"])
def served(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    overtaking = request.param == "overtaken"
    environment = {
        "LAKSANA_VAR": str(tmp_path),
        "LAKSANA_DATABASE_URL": database_url,
        "LAKSANA_PREPARED_STATEMENTS": "0" if is_pooled(database_url) else "1",
    }
    laksana = build(read_settings(environment))
    try:
        laksana.migrate()
        with racing(database_url, overtaking=overtaking) as race:
            yield Served(laksana, race)
    finally:
        laksana.close()


def started(visitor: Visitor) -> str:
    """The address of the first task of a new case."""
    visitor.fill_in(link(visitor, "/start", "/sops/[^/]+/start/"), {"perihal": "Permohonan"})
    return link(visitor, "/", "/tasks/")


def link(visitor: Visitor, page: str, pattern: str) -> str:
    found: list[str] = re.findall(rf'href="({pattern}[^"]+)"', visitor.get(page).text)
    return found[0]


def form(visitor: Visitor, address: str) -> Callable[[], TestResponse]:
    """The task's form, open in this browser and about to be sent."""
    return partial(visitor.post, address, {"act": hidden(visitor.get(address), "act")})


def test_of_two_who_send_one_tasks_form_the_second_reads_who_was_faster(served: Served) -> None:
    petugas, rekan = served.person("petugas"), served.person("rekan")
    task = started(petugas)
    sent, late = served.meet(form(petugas, task), form(rekan, task))
    assert sent.status_code == 303
    assert late.status_code == 409
    assert "Petugas" in late.text
    assert sorted(served.acts().values()) == [2, 5]


def test_a_form_that_is_sent_twice_at_once_is_answered_twice_and_done_once(served: Served) -> None:
    petugas = served.person("petugas")
    task = started(petugas)
    act = hidden(petugas.get(task), "act")
    again = served.browser("petugas")
    clicks = (partial(each.post, task, {"act": act}) for each in (petugas, again))
    assert [answer.status_code for answer in served.meet(*clicks)] == [303, 303]
    assert sorted(served.acts().values()) == [2, 4]


def test_of_two_who_claim_one_task_the_second_reads_who_has_it(served: Served) -> None:
    petugas, rekan = served.person("petugas"), served.person("rekan")
    claim = f"{started(petugas)}/claim"
    claimed, late = served.meet(partial(petugas.post, claim), partial(rekan.post, claim))
    assert claimed.status_code == 303
    assert late.status_code == 409
    assert "Petugas" in late.text


def test_who_sends_a_form_of_a_case_that_was_cancelled_meanwhile_reads_so(served: Served) -> None:
    petugas = served.person("petugas")
    administrator = served.person("administrator", Right.ADMINISTER)
    task = started(petugas)
    cancel = link(administrator, "/settings/cases", "/settings/cases/")
    give_up = partial(administrator.post, cancel, {"reason": "Batal"})
    cancelled, late = served.meet(give_up, form(petugas, task))
    assert cancelled.status_code == 303
    assert late.status_code == 409
