"""People: everybody of the office, and a new account."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.password import new_password
from service.usecases.manage_people import NewPerson
from service.web.administration import Administration
from service.web.auth import Access, may, requires
from service.web.errors import status_of
from service.web.frame import Frame
from service.web.settings.form import Typed, form_of, typed
from service.web.settings.people_form import (
    REFUSALS,
    account_field,
    duties_of,
    errors_of,
    fields_of,
    password_page,
    person_row,
)


def pages(administration: Administration, frame: Frame) -> Blueprint:
    """Open to administrators, and to auditors to read."""
    people = Blueprint("people", __name__, url_prefix="/settings/people")

    @people.get("")
    @requires(Access.OVERSEE)
    def listing(actor: Actor) -> ResponseReturnValue:
        rows = [person_row(each) for each in administration.list_people(actor)]
        add_url = url_for("people.blank") if may(actor, Access.ADMINISTER) else None
        return frame.page(frame.reader(actor), "settings/people.html", rows=rows, add_url=add_url)

    @people.get("/new")
    @requires(Access.ADMINISTER)
    def blank(actor: Actor) -> ResponseReturnValue:
        return new_page(actor, {}, {})

    @people.post("/new")
    @requires(Access.ADMINISTER)
    def add(actor: Actor) -> ResponseReturnValue:
        reader, duties, password = frame.reader(actor), duties_of(request.form), new_password()
        account = f"{request.form.get('account', '').strip().lower()}@{reader.office.key}"
        new = NewPerson(account, duties.name, password, duties.roles, duties.rights)
        try:
            person = administration.add_person(actor, new)
        except REFUSALS as refused:
            errors = errors_of(refused, reader.times)
            return new_page(actor, typed(), errors), status_of(refused)
        return password_page(reader, frame, person, password)

    def new_page(actor: Actor, values: Typed, errors: Mapping[str, str]) -> str:
        reader = frame.reader(actor)
        roles = [line.name for line in administration.list_roles(actor)]
        fields = [account_field(reader.office.key), *fields_of(roles)]
        return frame.page(
            reader,
            "settings/person_new.html",
            back=url_for("people.listing"),
            **form_of(fields, values, errors),
        )

    return people
