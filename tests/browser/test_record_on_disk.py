"""After real work: the record is whole, one changed byte is named, and damage stays where it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OfficeOf, serving
from tests.browser.person import Step
from tests.browser.server import Server
from tests.browser.test_pengantar_kis import (
    APPLICATION,
    COUNTER,
    RECEIVE,
    SOP,
    VERIFIED,
    VERIFY,
)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """An installation that may be spoilt."""
    with serving(tmp_path) as server:
        yield server


def change(server: Server, *statements: str) -> None:
    """Reach into the database past the application."""
    with closing(sqlite3.connect(server.database)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_verify_names_the_event_of_which_one_byte_was_changed(
    own_server: Server, office_of: OfficeOf
) -> None:
    rembang = office_of("rembang", on=own_server)
    number = rembang[COUNTER].start(SOP, APPLICATION)
    rembang.walk(number, [Step(COUNTER, RECEIVE), Step("Kasi Rehabsos", VERIFY, VERIFIED)])
    whole = own_server.run("verify")
    assert whole.returncode == 0
    assert "0 kerusakan" in whole.stdout

    change(
        own_server,
        "DROP TRIGGER events_no_update",
        "UPDATE events SET body = CAST(substr(body, 1, 40) || x'41' || substr(body, 42) AS BLOB) "
        "WHERE sequence = 3 AND chain IN (SELECT id FROM cases)",
    )
    spoilt = own_server.run("verify")
    assert spoilt.returncode == 1
    faults = [line for line in spoilt.stdout.splitlines() if "catatan 3" in line]
    assert len(faults) == 1
    assert faults[0].startswith(f"{number}, catatan 3:")
    assert "1 kerusakan" in spoilt.stdout


def test_a_damaged_case_is_shown_as_such_and_the_others_go_on(
    own_server: Server, office_of: OfficeOf
) -> None:
    rembang = office_of("rembang", on=own_server)
    counter = rembang[COUNTER]
    broken = counter.start(SOP, APPLICATION)
    healthy = counter.start(SOP, APPLICATION)
    change(own_server, f"UPDATE cases SET snapshot = x'00ff' WHERE number = '{broken}'")
    counter.open_case(broken)
    expect(counter.page.get_by_text("rusak").first).to_be_visible()
    rembang.walk(healthy, [Step(COUNTER, RECEIVE)])
