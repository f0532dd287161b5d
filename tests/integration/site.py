"""The web site over an office in memory, and people who visit it: where tests of pages begin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from service.bootstrap import administration
from service.domain.actor import Actor
from service.usecases.claim_task import claim_task, release_task
from service.usecases.compare_versions import compare_versions
from service.usecases.complete_task import complete_task, what_followed
from service.usecases.deploy import deploy, review_deployment
from service.usecases.export_cases import export_cases
from service.usecases.handle_files import keep_file, open_file
from service.usecases.list_cases import case_choices, list_cases
from service.usecases.list_inbox import list_inbox
from service.usecases.list_sops import list_damaged_sops, list_sops, list_versions, show_sop
from service.usecases.manage_office import get_office
from service.usecases.replay_case import replay_case
from service.usecases.show_case import show_case
from service.usecases.show_office_record import show_office_record
from service.usecases.show_task import show_task
from service.usecases.sign_in import change_password, find_actor, sign_in
from service.usecases.start_case import start_case
from service.usecases.verify_record import last_verified, verify_office
from service.web.app import WebSettings, create_app
from service.web.parts import Parts
from service.web.watching import Watching
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import PASSWORD, Rembang
from tests.integration.sending import as_multipart

SECRET = b"a key for tests only"
TOKEN = "a token for tests only"

Data = Mapping[str, Any]
"""What a form sends: texts, lists of texts, and files as `(content, name)`."""


def parts_of(office: Rembang) -> Parts:
    """The use cases, bound to the office's store and stand-ins."""
    store, engine, clock, files = office.store, office.engine, office.clock, office.files
    acts = {"store": store, "engine": engine, "clock": clock, "calendar": office.calendar}
    return Parts(
        sign_in=partial(sign_in, store=store, passwords=office.passwords, clock=clock),
        find_actor=partial(find_actor, store=store),
        get_office=partial(get_office, store=store),
        list_inbox=partial(list_inbox, store=store, engine=engine),
        show_task=partial(show_task, store=store, engine=engine),
        claim_task=partial(claim_task, store=store, clock=clock),
        release_task=partial(release_task, store=store, clock=clock),
        complete_task=partial(complete_task, **acts),  # type: ignore[arg-type] # kinds are mixed
        what_followed=partial(what_followed, store=store),
        list_sops=partial(list_sops, store=store, engine=engine),
        show_sop=partial(show_sop, store=store, engine=engine),
        list_damaged_sops=partial(list_damaged_sops, store=store, engine=engine),
        list_versions=partial(list_versions, store=store),
        compare_versions=partial(compare_versions, store=store, engine=engine),
        review_deployment=partial(review_deployment, store=store, engine=engine),
        deploy=partial(deploy, store=store, engine=engine, clock=clock),
        start_case=partial(start_case, **acts),  # type: ignore[arg-type] # kinds are mixed
        case_choices=partial(case_choices, store=store, engine=engine),
        list_cases=partial(list_cases, store=store, engine=engine),
        export_cases=partial(export_cases, store=store, engine=engine, clock=clock),
        show_case=partial(show_case, store=store, engine=engine, files=files, clock=clock),
        replay_case=partial(replay_case, store=store, engine=engine, clock=clock),
        keep_file=partial(keep_file, files=files),
        open_file=partial(open_file, store=store, engine=engine, files=files, clock=clock),
        change_password=partial(
            change_password, store=store, passwords=office.passwords, clock=clock
        ),
        administration=administration(store, engine, clock, office.passwords, office.calendar),
        verify_office=partial(verify_office, store=store, files=files, engine=engine, clock=clock),
        last_verified=partial(last_verified, store=store),
        show_office_record=partial(show_office_record, store=store),
        now=clock.now,
    )


def unwatched() -> Watching:
    """A server that is ready, with nothing to tell of."""
    return Watching(
        check_serving=lambda: None,
        metrics=lambda: b"",
        token=TOKEN,
        answered=lambda *_: None,
    )


class Site:
    """The site, with the office of SOP 004 on it and nobody signed in."""

    def __init__(self, *, secure: bool = False) -> None:
        self.memory = InMemoryStore()
        self.office = Rembang(self.memory)
        self.app = self.app_with(parts_of(self.office), secure=secure)

    @staticmethod
    def app_with(parts: Parts, *, secure: bool = False) -> Flask:
        """An application over other parts."""
        return create_app(parts, WebSettings(secret_key=SECRET, secure_cookies=secure), unwatched())

    def visitor(self, actor: Actor | None = None, language: str = "id") -> Visitor:
        """A browser of its own, with `actor` signed in."""
        visitor = Visitor(self.app, language)
        if actor is not None:
            visitor.sign_in(actor.account)
        return visitor

    def open_task(self, case: UUID) -> str:
        """The address of the task where the case waits."""
        return f"/tasks/{self.office.open_task(case).id}"


class Visitor:
    """Somebody with a browser. Every page that they are given must be sound HTML."""

    def __init__(self, app: Flask, language: str = "id") -> None:
        self.client = app.test_client()
        self.language = language
        if language != "id":
            self.post("/language", {"language": language})

    def sign_in(self, account: str, password: str = PASSWORD, goal: str = "") -> TestResponse:
        """Fill in and send the sign-in form."""
        return self.post("/sign-in", {"login": account, "password": password, "next": goal})

    def get(self, address: str) -> TestResponse:
        """Ask for a page."""
        response = self.client.get(address, buffered=True)
        self._check(response)
        return response

    def post(self, address: str, data: Data | None = None, **headers: str) -> TestResponse:
        """Send a form with its token, as a browser sends files."""
        response = self.client.post(
            address,
            **as_multipart({"csrf_token": self.csrf_token(), **(data or {})}),
            headers=headers,
            buffered=True,
        )
        self._check(response)
        return response

    def csrf_token(self) -> str:
        """The token of this browser's forms."""
        page = self.client.get("/sign-in", follow_redirects=True)
        return hidden(page, "csrf_token")

    def fill_in(self, address: str, data: Data | None = None) -> TestResponse:
        """Open a form and send it with its act id."""
        return self.post(address, {"act": hidden(self.get(address), "act"), **(data or {})})

    def _check(self, response: TestResponse) -> None:
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            check_page(response.text, self.language)


def hidden(page: TestResponse, name: str) -> str:
    """The value of a page's first hidden input called `name`."""
    return hidden_ones(page, name)[0]


def hidden_ones(page: TestResponse, name: str) -> list[str]:
    """The values of all inputs called `name`."""
    return re.findall(rf'name="{re.escape(name)}" value="([^"]*)"', page.text)


def check_page(text: str, language: str) -> None:
    """Strict HTML with one h1, a title, and the language that was asked for."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document = parser.parse(text)
    assert document.get("lang") == language
    assert len(document.findall(".//h1")) == 1
    assert "".join(document.find(".//h1").itertext()).strip()
    assert document.findtext("head/title").strip(" -") not in {"", "Laksana"}
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), "two elements with one id"
