"""One person: what they may do, and whether they may sign in."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.web.administration import Administration
from service.web.auth import Access, may, requires
from service.web.errors import status_of
from service.web.frame import Frame
from service.web.settings.claims import claim_rows
from service.web.settings.form import Typed, form_of, typed
from service.web.settings.people_form import (
    REFUSALS,
    duties_of,
    errors_of,
    fields_of,
    person_row,
    values_of,
)
from service.web.translation import gettext


def pages(administration: Administration, frame: Frame) -> Blueprint:
    """Open to administrators, and to auditors to read."""
    one = Blueprint("person", __name__, url_prefix="/settings/people/<uuid:person>")

    @one.get("")
    @requires(Access.OVERSEE)
    def show(actor: Actor, person: UUID) -> ResponseReturnValue:
        return page(actor, person)

    @one.post("")
    @requires(Access.ADMINISTER)
    def change(actor: Actor, person: UUID) -> ResponseReturnValue:
        try:
            administration.change_person(actor, person, duties_of(request.form))
        except REFUSALS as refused:
            errors = errors_of(refused, frame.reader(actor).times)
            return page(actor, person, typed(), errors), status_of(refused)
        return _saved(person, gettext("Data berhasil disimpan."))

    @one.post("/close")
    @requires(Access.ADMINISTER)
    def close(actor: Actor, person: UUID) -> ResponseReturnValue:
        closed = administration.close_person(actor, person)
        return _saved(person, gettext("Akun %(name)s ditutup.", name=closed.name))

    @one.post("/reopen")
    @requires(Access.ADMINISTER)
    def reopen(actor: Actor, person: UUID) -> ResponseReturnValue:
        opened = administration.reopen_person(actor, person)
        return _saved(person, gettext("Akun %(name)s dibuka kembali.", name=opened.name))

    def page(
        actor: Actor,
        person: UUID,
        values: Typed | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> str:
        reader, view = frame.reader(actor), administration.show_person(actor, person)
        fields = fields_of(sorted({*view.roles, *view.person.roles}))
        return frame.page(
            reader,
            "settings/person.html",
            back=url_for("people.listing"),
            known=person_row(view.person),
            claims=claim_rows(administration.list_claims(actor), reader, holder=person),
            may_change=may(actor, Access.ADMINISTER),
            **form_of(fields, values or values_of(view.person), errors),
        )

    return one


def _saved(person: UUID, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("person.show", person=person), 303)
