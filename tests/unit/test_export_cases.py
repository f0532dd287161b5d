"""Exporting cases: what is found, by whom, on the record, however long the list."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from service.domain.actor import Actor
from service.domain.policy import NotAuditor
from service.domain.record import at_utc
from service.usecases import export_cases as module
from service.usecases.case_search import CaseFilter
from service.usecases.export_cases import ExportLine, export_cases
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS
from tests.unit.tampering import found, tampering


def exported(
    rembang: Rembang, actor: Actor, wanted: CaseFilter | None = None
) -> Iterator[ExportLine]:
    return export_cases(
        actor,
        wanted or CaseFilter(),
        store=rembang.store,
        engine=rembang.engine,
        clock=rembang.clock,
    )


def numbers(lines: Iterator[ExportLine]) -> list[int]:
    return [int(each.line.case.number[-6:]) for each in lines]


def test_a_line_says_what_the_case_is_and_who_started_it(rembang: Rembang) -> None:
    newer = rembang.deploy(PENGANTAR_KIS, edition=2).deployment
    rembang.start("Siti Aminah", deployment=newer.id)
    (line,) = exported(rembang, rembang.auditor)
    assert (line.line.case.subject, line.version, line.starter) == ("Siti Aminah", 2, "Petugas")
    assert line.definition.name == newer.name
    assert [task.element for task in line.line.open_tasks] == ["Kegiatan_1"]


def test_only_what_is_wanted_is_exported(rembang: Rembang) -> None:
    rembang.start("Siti")
    rembang.start("Budi")
    assert numbers(exported(rembang, rembang.auditor, CaseFilter(text="siti"))) == [1]


def test_a_list_of_many_portions_has_every_case_once(
    rembang: Rembang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PORTION", 2)
    for count in range(1, 5):
        rembang.start()
        assert numbers(exported(rembang, rembang.auditor)) == list(range(count, 0, -1))


def test_only_auditors_export_and_only_their_own_office(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    rembang.start()
    for person in (rembang.petugas, rembang.analyst, rembang.administrator):
        with pytest.raises(NotAuditor):
            exported(rembang, person)
    assert "exported" not in rembang.acts(rembang.office.id)
    assert numbers(exported(rembang, tanjungpinang.auditor)) == []


def test_an_export_is_on_the_offices_record_before_its_first_line(rembang: Rembang) -> None:
    rembang.start()
    exported(rembang, rembang.auditor, CaseFilter(text="KIS", state="running"))
    event = rembang.events(rembang.office.id)[-1]
    content = event.content()
    assert content["act"] == "exported"
    assert content["at"] == at_utc(rembang.clock.at)
    assert content["actor"]["account"] == "auditor@rembang"
    assert content["cases"] == 1
    assert event.answers is not None
    assert json.loads(event.answers.body) == {"state": "running", "text": "KIS"}
    assert b"KIS" not in event.body
    assert found(rembang) == set()


def test_cases_of_a_version_that_is_gone_are_exported_all_the_same(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    rembang.start()
    with tampering(memory) as tables:
        tables.deployments.clear()
    (line,) = exported(rembang, rembang.auditor)
    assert (line.version, line.definition.damaged, line.definition.name) == (None, True, "")
