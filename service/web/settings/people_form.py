"""What the pages of people are given, and what their form sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from werkzeug.datastructures import MultiDict

from service.domain.actor import (
    AccountExists,
    AccountInvalid,
    Actor,
    AdministratorApart,
    LastAdministrator,
    NameMissing,
    NameUnfit,
    Right,
)
from service.domain.errors import LaksanaError
from service.domain.form_fields import Field, FieldKind, Option
from service.domain.roles import RoleUnknown
from service.usecases.manage_people import Duties
from service.web.frame import Frame, Reader, said_right
from service.web.settings.form import Typed, said
from service.web.times import Times
from service.web.translation import gettext

_PLACES: Mapping[type[LaksanaError], str] = {
    AccountExists: "account",
    AccountInvalid: "account",
    NameMissing: "name",
    NameUnfit: "name",
    RoleUnknown: "roles",
    AdministratorApart: "rights",
    LastAdministrator: "rights",
}
REFUSALS = tuple(_PLACES)
"""What the form itself answers, beside the field that it is about."""


@dataclass(frozen=True)
class PersonRow:
    """A person as pages show them; `duties` are their roles, then their rights in words."""

    name: str
    account: str
    duties: list[str]
    active: bool
    url: str
    password_url: str
    close_url: str
    reopen_url: str


def person_row(person: Actor) -> PersonRow:
    """One person."""
    rights = [said_right(right) for right in Right if person.has(right)]
    return PersonRow(
        name=person.name,
        account=person.account,
        duties=[*sorted(person.roles), *rights],
        active=person.active,
        url=url_for("person.show", person=person.id),
        password_url=url_for("passwords.ask", person=person.id),
        close_url=url_for("person.close", person=person.id),
        reopen_url=url_for("person.reopen", person=person.id),
    )


def account_field(office: str) -> Field:
    """The part of an account before the `@`."""
    return Field(
        "account",
        FieldKind.TEXT,
        gettext("Nama akun"),
        gettext(
            "Huruf kecil, angka, dan tanda hubung, tanpa @. Contoh: staf, untuk staf@%(office)s.",
            office=office,
        ),
        required=True,
    )


def fields_of(roles: Iterable[str]) -> list[Field]:
    """What may be changed of a person; `roles` are those of the office."""
    rights = tuple(Option(right.value, said_right(right)) for right in Right)
    return [
        Field("name", FieldKind.TEXT, gettext("Nama"), required=True),
        Field(
            "roles",
            FieldKind.CHOICES,
            gettext("Peran"),
            gettext("Pelaksana dalam SOP yang tugasnya dikerjakan orang ini."),
            options=tuple(Option(role, role) for role in roles),
        ),
        Field(
            "rights",
            FieldKind.CHOICES,
            gettext("Kewenangan"),
            gettext("Administrator tidak boleh merangkap pelaksana atau auditor."),
            options=rights,
        ),
    ]


def duties_of(sent: MultiDict[str, str]) -> Duties:
    """What the form sends; a right that there is not is left out."""
    rights = {right.value: right for right in Right}
    return Duties(
        name=sent.get("name", ""),
        roles=frozenset(sent.getlist("roles")),
        rights=frozenset(rights[text] for text in sent.getlist("rights") if text in rights),
    )


def values_of(person: Actor) -> Typed:
    """The form as it stands before anybody types in it."""
    return {
        "name": [person.name],
        "roles": [*person.roles],
        "rights": [right.value for right in person.rights],
    }


def errors_of(refused: LaksanaError, times: Times) -> dict[str, str]:
    """One of `REFUSALS` beside its field."""
    return {_PLACES[type(refused)]: said(refused, times)}


def password_page(reader: Reader, frame: Frame, person: Actor, password: str) -> str:
    """A new password, shown in the answer itself: a redirect would have to keep it somewhere."""
    known = person_row(person)
    return frame.page(reader, "settings/password_given.html", known=known, password=password)
