"""The demonstration: the offices of `processes/offices.toml` with their SOPs and accounts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.bootstrap import Laksana
from service.domain.actor import AccountExists, Operator, Right
from service.domain.errors import Invalid
from service.domain.office import Office, OfficeUnknown
from service.folder import read_diagram, read_forms
from service.usecases.deploy import Deploy
from service.usecases.manage_office import NewOffice
from service.usecases.manage_people import NewPerson

_OPERATOR = Operator("laksana serve --demo")


class OfficesUnreadable(Invalid):
    """Berkas %(file)s tidak dapat dibaca: %(reason)s."""


@dataclass(frozen=True)
class Account:
    """A demo account and what it may do."""

    name: str
    duty: str


def set_up(laksana: Laksana, folder: Path, password: str) -> Iterator[Account]:
    """Make what is missing; gives every demo account, office by office. Safe to run again."""
    for entry in _read(folder / "offices.toml"):
        office = _office(laksana, entry)
        roles: list[str] = []
        for sop in entry["sops"]:
            diagram = read_diagram(folder / f"{sop}.bpmn")
            request = Deploy(office.id, diagram, read_forms(folder), _OPERATOR, new_roles=True)
            found = laksana.review_deployment(request)
            roles += found.definition.roles
            if found.version == 1:  # what an analyst made of it since stays
                laksana.deploy(request)
        known = {person.account for person in laksana.list_people(office.id)}
        for person in _people(office, list(dict.fromkeys(roles)), password):
            if person.account not in known:
                _add(laksana, person)
            yield Account(person.account, _duty(person))


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        with file.open("rb") as content:
            read = tomllib.load(content)
        return [{"hours": read["hours"], **entry} for entry in read["office"]]
    except (OSError, ValueError, KeyError) as error:
        raise OfficesUnreadable(file=file, reason=error) from None


def _office(laksana: Laksana, entry: dict[str, Any]) -> Office:
    try:
        return laksana.find_office(entry["key"])
    except OfficeUnknown:
        new = NewOffice(entry["key"], entry["name"], entry["timezone"], entry["hours"])
        return laksana.add_office(_OPERATOR, new)


def _people(office: Office, roles: list[str], password: str) -> Iterator[NewPerson]:
    for role in roles:
        account = f"{_slug(role)}@{office.key}"
        yield NewPerson(account, f"Demo {role}", password, roles=frozenset({role}))
    for right, title in _TITLES.items():
        account = f"{right.value}@{office.key}"
        yield NewPerson(account, f"Demo {title}", password, rights=frozenset({right}))


_TITLES = {
    Right.ANALYSE: "Analis",
    Right.AUDIT: "Auditor",
    Right.ADMINISTER: "Administrator",
}


def _add(laksana: Laksana, person: NewPerson) -> None:
    try:
        laksana.add_person(_OPERATOR, person)
    except AccountExists:
        return  # another run made it meanwhile


def _duty(person: NewPerson) -> str:
    return ", ".join((*sorted(person.roles), *(_TITLES[right] for right in person.rights)))


def _slug(role: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", role.lower()).strip("-")
