"""What operators watch a server by: that it lives, that it can serve, and who reads its metrics."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest
from werkzeug.test import Client, TestResponse

from service.bootstrap import build
from service.settings import read_settings
from service.web.app import WebSettings, create_app
from service.web.readiness import Readiness
from service.web.watching import Watching
from tests.integration.site import SECRET, TOKEN, Site, parts_of, unwatched

BEARER = {"Authorization": f"Bearer {TOKEN}"}


def client_of(site: Site, watched: Watching) -> Client:
    """Somebody who asks a server that is watched in this way."""
    return create_app(parts_of(site.office), WebSettings(SECRET, False), watched).test_client()


@contextmanager
def served(tmp_path: Path, database_url: str) -> Iterator[Client]:
    """Somebody who asks a server on a database without a schema."""
    environment = {"LAKSANA_VAR": str(tmp_path), "LAKSANA_DATABASE_URL": database_url}
    laksana = build(read_settings(environment))
    try:
        yield laksana.web().test_client()
    finally:
        laksana.close()


def said(answer: TestResponse) -> tuple[int, str]:
    """Status and text of a plain answer, which leaves no cookie and looks at none."""
    assert answer.mimetype == "text/plain"
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers
    return answer.status_code, answer.text


def test_a_process_lives_whatever_its_database_does(site: Site) -> None:
    client = client_of(site, replace(unwatched(), check_serving=fail))
    assert said(client.get("/healthz")) == (200, "ok")


def test_a_server_is_ready_once_its_database_has_the_schema(
    tmp_path: Path, database_url: str
) -> None:
    with served(tmp_path, database_url) as client:
        assert said(client.get("/readyz")) == (503, "SchemaOutdated")
        laksana = build(
            read_settings({"LAKSANA_VAR": str(tmp_path), "LAKSANA_DATABASE_URL": database_url})
        )
        laksana.migrate()
        laksana.close()
        assert said(client.get("/readyz")) == (200, "ok")


def test_a_server_is_not_ready_without_its_database(tmp_path: Path) -> None:
    with served(tmp_path, "postgresql://laksana:rahasia@127.0.0.1:1/laksana") as client:
        assert said(client.get("/readyz")) == (503, "DatabaseUnusable")


def test_an_error_that_nobody_foresaw_is_named_and_not_quoted(site: Site) -> None:
    client = client_of(site, replace(unwatched(), check_serving=fail))
    assert said(client.get("/readyz")) == (503, "KeyError")


def test_a_database_that_hangs_is_told_of_in_time_and_asked_once() -> None:
    answered, asked = Event(), []

    def hang() -> None:
        asked.append(1)
        answered.wait()

    readiness = Readiness(hang, patience=0.01)
    assert readiness.hindrance() == readiness.hindrance() == "DatabaseSilent"
    assert len(asked) == 1
    answered.set()
    while readiness.hindrance():
        pass


@pytest.mark.parametrize("shown", ["", TOKEN, "Bearer ", "Bearer another", f"Basic {TOKEN}", "é"])
def test_metrics_are_for_those_who_know_the_token(site: Site, shown: str) -> None:
    client = client_of(site, replace(unwatched(), metrics=lambda: b"laksana 1\n"))
    refused = client.get("/metrics", headers={"Authorization": shown} if shown else {})
    assert said(refused) == (401, "token?")
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert said(client.get("/metrics", headers=BEARER)) == (200, "laksana 1\n")


def test_a_request_keeps_the_id_that_it_came_with(site: Site) -> None:
    answer = site.app.test_client().get("/sign-in", headers={"X-Request-Id": "proxy-17.a_B"})
    assert answer.headers["X-Request-Id"] == "proxy-17.a_B"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, '"', "Siti/Aminah", "é"])
def test_a_request_without_a_sound_id_is_given_one(site: Site, given: str) -> None:
    client = site.app.test_client()
    ids = {
        client.get("/sign-in", headers={"X-Request-Id": given}).headers["X-Request-Id"]
        for _ in "ab"
    }
    assert len(ids) == 2
    assert all(len(made) == 16 for made in ids)


def test_every_answer_is_told_of_but_those_to_who_asks_for_signs_of_life(site: Site) -> None:
    told: list[tuple[str, str, int]] = []
    watched = replace(
        unwatched(),
        answered=lambda endpoint, method, status, _: told.append((endpoint, method, status)),
    )
    client = client_of(site, watched)
    for address in ("/healthz", "/readyz", "/metrics", "/", "/nowhere", "/sign-in"):
        client.get(address)
    client.post("/sign-in")
    client.put("/sign-in")
    assert told == [
        ("inbox.home", "GET", 303),
        ("", "GET", 404),
        ("signing_in.form", "GET", 200),
        ("signing_in.sign_in", "POST", 400),
        ("", "PUT", 405),
    ]


def fail() -> NoReturn:
    """What no check should raise."""
    raise KeyError("rahasia")
