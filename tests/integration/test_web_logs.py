"""The log of a whole case: a line a request, with its case, and nothing of what people wrote."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from service.bootstrap import build
from service.demo import set_up
from service.logs import JsonLines
from service.settings import read_settings
from tests.driver import listening
from tests.integration.counting import SOP, completions
from tests.integration.site import Visitor
from tests.needs import ROOT
from tests.processes.at_work import filled, read

PASSWORD = "kata sandi demo"
NAME = "Siti Aminah"
STAFF = "staf@dinas"


@pytest.fixture
def whole_case(
    tmp_path: Path, compiled_catalogue: Path, caplog: pytest.LogCaptureFixture
) -> list[dict[str, Any]]:
    """The lines of a case of SOP 001, from the sign-ins to its end, and of some that go wrong."""
    assert compiled_catalogue.exists()
    caplog.handler.setFormatter(JsonLines())
    with listening(tmp_path / "wire") as wire:
        laksana = build(read_settings({"LAKSANA_VAR": str(tmp_path)}))
        laksana.migrate()
        people = list(set_up(laksana, ROOT / "processes", PASSWORD))
        accounts = {each.duty: each.name for each in people if each.name.endswith("@dinas")}
        app = laksana.web()
        with caplog.at_level(logging.INFO, "service"):
            list(completions(app, accounts, PASSWORD, wire))
            astray(app)
        laksana.close()
    return [json.loads(line) for line in caplog.text.splitlines()]


def astray(app: Flask) -> None:
    """Somebody whose requests fail in every way."""
    visitor = Visitor(app)
    visitor.sign_in(STAFF, PASSWORD + "?")
    visitor.sign_in(STAFF, PASSWORD)
    visitor.get(f"/cases?text={quote(NAME)}")
    visitor.get(f"/{quote(NAME)}")
    visitor.client.post("/sign-in", data={"login": STAFF, "password": PASSWORD})


def answers() -> Iterator[str]:
    """What the case's people wrote, as far as it can be told from other words."""
    definition = read(SOP).definition
    forms = [start.form for start in definition.starts.values()]
    forms += [step.form for step in definition.steps.values()]
    for form in forms:
        for texts in filled(form).texts.values():
            yield from (text for text in texts if len(text) > 5)


def test_nothing_that_people_wrote_is_in_the_log(whole_case: list[dict[str, Any]]) -> None:
    written = {*answers(), PASSWORD, NAME, quote(NAME), STAFF, "@dinas", "127.0.0.1"}
    assert len(written) > 10
    log = json.dumps(whole_case, ensure_ascii=False)
    assert not [text for text in written if text in log]


def test_each_act_of_a_case_is_logged_with_its_case(whole_case: list[dict[str, Any]]) -> None:
    acts = [line for line in whole_case if line["endpoint"] in {"starts.begin", "tasks.complete"}]
    assert [line["status"] for line in acts] == [303] * 9
    cases = {line["case"] for line in acts}
    assert len(cases) == 1
    assert None not in cases
    assert len({line["request"] for line in whole_case}) == len(whole_case)


def test_what_is_about_no_case_names_none(whole_case: list[dict[str, Any]]) -> None:
    lines = [line for line in whole_case if line["endpoint"] in {"signing_in.sign_in", ""}]
    assert {line["status"] for line in lines} == {303, 404, 400, 422}
    assert {line["case"] for line in lines} == {None}
