"""Roles: who holds each and which SOPs need it, one more, and one less."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor, NameMissing, NameUnfit
from service.domain.form_fields import Field, FieldKind
from service.domain.roles import RoleExists
from service.usecases.manage_roles import RoleLine
from service.web.administration import Administration
from service.web.auth import Access, may, requires
from service.web.errors import status_of
from service.web.frame import Frame
from service.web.settings.form import Typed, form_of, said, typed
from service.web.settings.people_form import PersonRow, person_row
from service.web.translation import gettext


@dataclass(frozen=True)
class RoleRow:
    """A role as the list shows it."""

    name: str
    people: list[PersonRow]
    sops: list[str]
    waits_forever: bool
    removable: bool


def pages(administration: Administration, frame: Frame) -> Blueprint:
    """Open to administrators, and to auditors to read."""
    roles = Blueprint("roles", __name__, url_prefix="/settings/roles")

    @roles.get("")
    @requires(Access.OVERSEE)
    def listing(actor: Actor) -> ResponseReturnValue:
        return page(actor, {}, {})

    @roles.post("")
    @requires(Access.ADMINISTER)
    def add(actor: Actor) -> ResponseReturnValue:
        try:
            added = administration.add_role(actor, request.form.get("name", ""))
        except (NameMissing, NameUnfit, RoleExists) as refused:
            errors = {"name": said(refused, frame.reader(actor).times)}
            return page(actor, typed(), errors), status_of(refused)
        flash(gettext("Peran %(role)s ditambahkan.", role=added), "success")
        return redirect(url_for("roles.listing"), 303)

    @roles.post("/remove")
    @requires(Access.ADMINISTER)
    def remove(actor: Actor) -> ResponseReturnValue:
        role = request.form.get("role", "")
        administration.remove_role(actor, role)
        flash(gettext("Peran %(role)s dihapus.", role=role), "success")
        return redirect(url_for("roles.listing"), 303)

    def page(actor: Actor, values: Typed, errors: dict[str, str]) -> str:
        rows = [_row(line) for line in administration.list_roles(actor)]
        fields = [Field("name", FieldKind.TEXT, gettext("Nama peran"), required=True)]
        return frame.page(
            frame.reader(actor),
            "settings/roles.html",
            rows=rows,
            remove_url=url_for("roles.remove"),
            may_change=may(actor, Access.ADMINISTER),
            **form_of(fields, values, errors),
        )

    return roles


def _row(line: RoleLine) -> RoleRow:
    return RoleRow(
        name=line.name,
        people=[person_row(person) for person in line.people],
        sops=list(line.sops),
        waits_forever=line.waits_forever,
        removable=not (line.people or line.sops or line.awaited),
    )
