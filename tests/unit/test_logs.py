"""Log lines: one object a line, with its request and its case, and nothing that people wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from service import logs

NIK = "3317010101010001"


class Log:
    """A logger whose lines are kept."""

    def __init__(self) -> None:
        self._kept = io.StringIO()
        handler = logging.StreamHandler(self._kept)
        handler.setFormatter(logs.JsonLines())
        self.logger = logging.getLogger("service.test")
        self.logger.handlers = [handler]
        self.logger.setLevel(logging.INFO)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._kept.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    logs.begin("a-request")
    yield Log()
    logs.begin("")


def test_a_line_names_its_request_and_its_case(log: Log) -> None:
    case = uuid4()
    log.logger.info("before")
    logs.about(case)
    log.logger.info("after")
    before, after = log.lines()
    assert (before["request"], before["case"]) == ("a-request", None)
    assert (after["request"], after["case"]) == ("a-request", str(case))


def test_the_next_request_begins_without_a_case(log: Log) -> None:
    logs.about(uuid4())
    logs.begin("another")
    log.logger.info("done")
    (line,) = log.lines()
    assert (line["request"], line["case"]) == ("another", None)
    assert logs.request_id() == "another"


def test_a_line_tells_when_what_and_the_fields_that_it_was_given(log: Log) -> None:
    log.logger.warning("%s of %s", 1, "two\nlines", extra={"fields": {"status": 409}})
    (line,) = log.lines()
    assert line["time"].endswith("+00:00")
    assert (line["level"], line["logger"]) == ("warning", "service.test")
    assert (line["message"], line["status"]) == ("1 of two\nlines", 409)


def test_of_an_exception_only_its_kind_and_its_place_are_told(log: Log) -> None:
    try:
        int(NIK + "x")
    except ValueError:
        log.logger.exception("Error handling request %s %s", "GET", f"/cases?text={NIK}")
    (line,) = log.lines()
    assert line["message"] == "Error handling request %s %s"
    assert line["trace"].startswith("ValueError\n")
    assert "test_logs.py" in line["trace"]
    assert NIK not in json.dumps(line)
