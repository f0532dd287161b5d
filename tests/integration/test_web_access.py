"""Every route states who may use it, and every kind of person is answered as it states."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from service.domain.actor import Actor
from service.domain.form_fields import FileRef
from service.web import auth
from service.web.auth import access_of
from tests.fakes.rembang import Rembang
from tests.integration.site import Site, parts_of

SIGN_IN = 303
FILE = FileRef(hashlib.sha256(b"%PDF").hexdigest(), "surat.pdf", "application/pdf", 4)

# Who asks, in the order of the table's columns: nobody, the task's own role, another lane of the
# SOP, a role of no lane in it, and the three rights.
KINDS = ("nobody", "petugas", "kepala", "bendahara", "analyst", "auditor", "administrator")

ALL_OK = (200,) * 7
SIGNED_IN_OK = (SIGN_IN, 200, 200, 200, 200, 200, 200)
SEES_CASE = (SIGN_IN, 200, 200, 403, 403, 200, 403)
OVERSEES = (SIGN_IN, 403, 403, 403, 403, 200, 200)


def administers(status: int) -> tuple[int, ...]:
    """Nobody but an administrator, who is answered with `status`: 422 for a form sent empty."""
    return (SIGN_IN, 403, 403, 403, 403, 403, status)


# The table of rights, route by route: the status that each kind of person is answered with.
TABLE: dict[str, tuple[int, ...]] = {
    "built.file": ALL_OK,
    "watching.healthz": ALL_OK,
    "watching.readyz": ALL_OK,
    "watching.metrics": (401,) * 7,  # a token lets in, not a person
    "site.switch_language": (303,) * 7,
    "signing_in.form": (200, 303, 303, 303, 303, 303, 303),
    "signing_in.sign_in": (422,) * 7,
    "signing_in.sign_out": (303,) * 7,
    "inbox.home": (SIGN_IN, 200, 200, 200, 303, 303, 303),
    "tasks.show": (SIGN_IN, 200, 403, 403, 403, 403, 403),
    "tasks.complete": (SIGN_IN, 303, 403, 403, 403, 403, 403),
    "tasks.claim": (SIGN_IN, 303, 403, 403, 403, 403, 403),
    "tasks.release": (SIGN_IN, 303, 403, 403, 403, 403, 303),
    "starts.choose": (SIGN_IN, 200, 200, 200, 403, 403, 403),
    "starts.form": (SIGN_IN, 200, 403, 403, 403, 403, 403),
    "starts.begin": (SIGN_IN, 303, 403, 403, 403, 403, 403),
    "cases.listing": (SIGN_IN, 200, 200, 200, 403, 200, 403),
    "exports.cases": (SIGN_IN, 403, 403, 403, 403, 200, 403),
    "cases.show": SEES_CASE,
    "cases.reveal": SEES_CASE,
    "cases.receipt": SEES_CASE,
    "cases.file": SEES_CASE,
    "replays.show": (SIGN_IN, 403, 403, 403, 403, 200, 403),
    "verifying.show": OVERSEES,
    "verifying.run": OVERSEES,
    "office_record.listing": OVERSEES,
    "sops.listing": SIGNED_IN_OK,
    "sops.show": SIGNED_IN_OK,
    "sops.diagram": SIGNED_IN_OK,
    "sops.form": (SIGN_IN, 403, 403, 403, 200, 200, 403),
    "comparing.show": (SIGN_IN, 403, 403, 403, 200, 200, 403),
    "deploying.form": (SIGN_IN, 403, 403, 403, 200, 403, 403),
    "deploying.review": (SIGN_IN, 403, 403, 403, 422, 403, 403),
    "deploying.confirm": (SIGN_IN, 403, 403, 403, 400, 403, 403),
    "help.guides": SIGNED_IN_OK,
    "own_password.form": SIGNED_IN_OK,
    "own_password.change": (SIGN_IN, 422, 422, 422, 422, 422, 422),
    "settings.home": OVERSEES,
    "people.listing": OVERSEES,
    "people.blank": administers(200),
    "people.add": administers(422),
    "person.show": OVERSEES,
    "person.change": administers(422),
    "person.close": administers(303),
    "person.reopen": administers(303),
    "passwords.ask": administers(200),
    "passwords.give": administers(200),
    "roles.listing": OVERSEES,
    "roles.add": administers(422),
    "roles.remove": administers(422),
    "hours.show": OVERSEES,
    "hours.change": administers(422),
    "holidays.now": (SIGN_IN, 403, 403, 403, 403, 303, 303),
    "holidays.year": OVERSEES,
    "holidays.add": administers(422),
    "holidays.change": administers(422),
    "claims.listing": OVERSEES,
    "running.listing": administers(200),
    "running.ask": administers(200),
    "running.cancel": administers(422),
    "running.retry": administers(409),
}

ABOUT_ONE_THING = [
    endpoint
    for endpoint in TABLE
    if endpoint.startswith(
        (
            *("tasks.", "cases.", "replays.", "sops.", "comparing.", "starts."),
            *("person.", "passwords.", "running."),
        )
    )
    and not endpoint.endswith((".listing", ".choose"))
]


def test_every_route_is_in_the_table(site: Site) -> None:
    assert {rule.endpoint for rule in site.app.url_map.iter_rules()} == set(TABLE)


def test_every_route_states_who_may_use_it(site: Site) -> None:
    for rule in site.app.url_map.iter_rules():
        access_of(site.app.view_functions[rule.endpoint])  # raises for one that does not


def test_an_application_with_an_unmarked_route_does_not_start(site: Site) -> None:
    app = Flask("unmarked")
    app.add_url_rule("/", "unmarked", lambda: "", methods=["GET"])
    with pytest.raises(LookupError, match="does not state who may use it"):
        auth.guard(app, parts_of(site.office))


@pytest.mark.parametrize("endpoint", TABLE)
def test_each_kind_of_person_is_answered_as_the_table_says(site: Site, endpoint: str) -> None:
    people = people_of(site.office)
    answered = [ask(site, people[kind], endpoint, things_of(site.office)) for kind in KINDS]
    assert dict(zip(KINDS, answered, strict=True)) == dict(zip(KINDS, TABLE[endpoint], strict=True))


@pytest.mark.parametrize("endpoint", ABOUT_ONE_THING)
def test_another_office_s_things_are_as_unknown_as_those_that_never_were(
    site: Site, endpoint: str
) -> None:
    elsewhere = Rembang(site.office.store, site.office.engine, key="tanjungpinang")
    unknown = {**things_of(site.office), "task": uuid4(), "case": uuid4(), "sop": uuid4()}
    unknown["person"] = uuid4()
    for kind, actor in people_of(elsewhere).items():
        status = ask(site, actor, endpoint, things_of(site.office))
        assert status == ask(site, actor, endpoint, unknown), kind
        at_home = TABLE[endpoint][KINDS.index(kind)]
        if actor is None:
            assert status == SIGN_IN
        elif at_home < 400:
            assert status == 404, kind
        else:
            assert status in {403, 404}, kind


@pytest.mark.parametrize("endpoint", ABOUT_ONE_THING)
def test_who_is_not_signed_in_is_led_back_to_the_page_after_signing_in(
    site: Site, endpoint: str
) -> None:
    rule = rule_of(site, endpoint)
    address = address_of(site, rule, things_of(site.office))
    visitor = site.visitor()
    if "GET" in (rule.methods or ()):
        answer = visitor.get(f"{address}?text=Siti")
        assert answer.location == f"/sign-in?next={address}"
    else:
        answer = visitor.post(address, Referer="http://localhost/cases?text=Siti")
        assert answer.location == "/sign-in?next=/cases"


def test_a_closed_account_is_signed_out(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    closed = Site.app_with(replace(parts_of(site.office), find_actor=lambda _: None)).test_client()
    cookie = visitor.client.get_cookie("laksana")
    assert cookie is not None
    closed.set_cookie("laksana", cookie.value)
    assert closed.get("/").location == "/sign-in?next=/"


Things = dict[str, object]


def people_of(office: Rembang) -> dict[str, Actor | None]:
    """One person of each kind."""
    with office.store.begin() as work:
        work.offices.add_roles(office.office.id, ["Bendahara"])
    return {
        "nobody": None,
        "petugas": office.petugas,
        "kepala": office.kepala,
        "bendahara": office.person(f"bendahara-{next(_COUNT)}", "Bendahara"),
        "analyst": office.analyst,
        "auditor": office.auditor,
        "administrator": office.administrator,
    }


_COUNT = itertools.count()


def things_of(office: Rembang) -> Things:
    """A new case with its first task and a file; what the addresses of routes are made of."""
    case = office.start().case
    office.files.contents[FILE.hash] = b"%PDF"
    with office.store.begin() as work:
        work.cases.add_files(case, [FILE])
    return {
        "case": case,
        "task": office.open_task(case).id,
        "sop": office.deployment.id,
        "other": office.deployment.id,
        "form": "permohonan",
        "element": "Mulai",
        "person": office.kasi.id,
        "year": 2026,
        "file_hash": FILE.hash,
        "name": "NOTICE.txt",
    }


def ask(site: Site, actor: Actor | None, endpoint: str, things: Things) -> int:
    """The status of the answer."""
    visitor = site.visitor(actor)
    rule = rule_of(site, endpoint)
    address = address_of(site, rule, things)
    if "GET" in (rule.methods or ()):
        return visitor.get(address).status_code
    return visitor.post(address, {"act": str(uuid4()), "perihal": "Permohonan KIS"}).status_code


def rule_of(site: Site, endpoint: str) -> Rule:
    """The one rule of an endpoint."""
    (rule,) = site.app.url_map.iter_rules(endpoint)
    return rule


def address_of(site: Site, rule: Rule, things: Things) -> str:
    """The rule's address for these things."""
    arguments = {name: things[name] for name in rule.arguments}
    return site.app.url_map.bind("localhost").build(rule.endpoint, arguments)
