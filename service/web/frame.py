"""The frame around every page: who reads it, in which language and zone, and where they may go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import render_template, request, stream_template, url_for
from werkzeug.routing import Map

from service.domain.actor import Actor, Right
from service.domain.errors import N_
from service.domain.office import Office
from service.web.auth import Access, language, may
from service.web.guides import help_on
from service.web.parts import Parts
from service.web.times import Times
from service.web.translation import gettext

_RIGHTS: Mapping[Right, str] = {
    Right.ANALYSE: N_("Analis SOP"),
    Right.AUDIT: N_("Auditor"),
    Right.ADMINISTER: N_("Administrator"),
}


def said_right(right: Right) -> str:
    """A right in words."""
    return gettext(_RIGHTS[right])


@dataclass(frozen=True)
class Reader:
    """The person who reads a page, their office, and how they read time."""

    actor: Actor
    office: Office
    times: Times


@dataclass(frozen=True)
class Frame:
    """Makes whole pages out of templates; `addresses` are those of the whole site."""

    parts: Parts
    addresses: Map

    def reader(self, actor: Actor) -> Reader:
        """`actor` as the reader of a page."""
        office = self.parts.get_office(actor.office)
        return Reader(actor, office, Times(office.zone, language(), self.parts.now()))

    def page(self, reader: Reader | None, template: str, **context: object) -> str:
        """The page for `reader`, or for somebody who is not signed in."""
        around = _around(reader) | {"path": self._own_path()}
        return render_template(template, **around, **context)

    def stream(self, reader: Reader, template: str, **context: object) -> Iterator[str]:
        """The page for `reader`, sent piece by piece as its template goes on."""
        around = _around(reader) | {"path": self._own_path()}
        return stream_template(template, **around, **context)

    def _own_path(self) -> str:
        """Where the page can be asked for again: what answers a POST may have no GET."""
        can_be_asked = self.addresses.bind("").test(request.path, "GET")
        return request.path if can_be_asked else url_for("inbox.home")


def _around(reader: Reader | None) -> dict[str, object]:
    """What base.html asks for."""
    return {
        "locale": language(),
        "here": "",
        "links": _links(reader.actor if reader else None),
        "office": reader and {"name": reader.office.name, "short_name": reader.office.key},
        "person": reader and {"name": reader.actor.name, "roles": _roles(reader.actor)},
        "help_here": reader and help_on(request.endpoint or "", reader.actor),
    }


def _links(actor: Actor | None) -> dict[str, str | None]:
    """The addresses of the navigation; None where the person may not go."""

    def link(endpoint: str, access: Access) -> str | None:
        return url_for(endpoint) if actor is not None and may(actor, access) else None

    return {
        "home": url_for("inbox.home"),
        "language": url_for("site.switch_language"),
        "sign_out": url_for("signing_in.sign_out"),
        "inbox": link("inbox.home", Access.WORK),
        "cases": link("cases.listing", Access.SEE_CASES),
        "start": link("starts.choose", Access.WORK),
        "sops": link("sops.listing", Access.SIGNED_IN),
        "verify": link("verifying.show", Access.OVERSEE),
        "record": link("office_record.listing", Access.OVERSEE),
        "help": link("help.guides", Access.SIGNED_IN),
        "settings": link("settings.home", Access.OVERSEE),
        "password": link("own_password.form", Access.SIGNED_IN),
    }


def _roles(actor: Actor) -> list[str]:
    return [*sorted(actor.roles), *(said_right(r) for r in Right if actor.has(r))]
