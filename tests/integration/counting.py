"""Carries a case of SOP 001 through its pages and counts what each completion asks the database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from uuid import uuid4

from flask import Flask

from service.domain.form_fields import Submitted
from tests.driver import Asked, Wire
from tests.integration.sending import as_multipart
from tests.integration.site import Visitor
from tests.processes.at_work import filled, read

SOP = "pembuatan-askes"


def completions(
    app: Flask, accounts: Mapping[str, str], password: str, wire: Wire
) -> Iterator[Asked]:
    """What the POST of each step asked for, in turn. `accounts`: role -> account."""
    definition = read(SOP).definition
    people = {role: Visitor(app) for role in definition.roles}
    for role, person in people.items():
        person.sign_in(accounts[role], password)
    (start,) = definition.starts.values()
    starter = people[start.lane.performer]
    _send(starter, _link(starter, "/start", "/sops/[^/]+/start/"), filled(start.form), wire)
    for step in definition.steps.values():
        person = people[step.lane.performer]
        yield _send(person, _link(person, "/", "/tasks/"), filled(step.form), wire)


def _link(person: Visitor, page: str, pattern: str) -> str:
    found: list[str] = re.findall(rf'href="({pattern}[^"]+)"', person.get(page).text)
    return found[0]


def _send(person: Visitor, address: str, answers: Submitted, wire: Wire) -> Asked:
    form = {"csrf_token": person.csrf_token(), "act": str(uuid4()), **answers.texts}
    wire.taken()
    answer = person.client.post(address, **as_multipart(form))
    assert answer.status_code == 303
    return wire.taken()
