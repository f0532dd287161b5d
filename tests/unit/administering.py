"""What tests of people share: what administrators do to somebody, and what is recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from service.domain.actor import Actor, Operator
from service.usecases.manage_people import (
    Duties,
    NewPerson,
    add_person,
    change_person,
    close_person,
    reopen_person,
    set_password,
)
from service.usecases.sign_in import sign_in
from tests.fakes.rembang import OPERATOR, PASSWORD, Rembang

NEWCOMER = NewPerson("staf@rembang", "Staf", PASSWORD, frozenset({"Kasi Rehabsos"}))
OTHER_PASSWORD = "kata sandi lain"


def add(rembang: Rembang, new: NewPerson, who: Actor | Operator = OPERATOR) -> Actor:
    return add_person(
        who, new, store=rembang.store, passwords=rembang.passwords, clock=rembang.clock
    )


def change(rembang: Rembang, person: Actor, who: Actor | None = None, **changes: Any) -> Actor:
    duties = replace(Duties(person.name, person.roles, person.rights), **changes)
    who = who or rembang.administrator
    return change_person(who, person.id, duties, store=rembang.store, clock=rembang.clock)


def close(rembang: Rembang, person: Actor, who: Actor | Operator | None = None) -> Actor:
    who = who or rembang.administrator
    return close_person(who, person.id, store=rembang.store, clock=rembang.clock)


def reopen(rembang: Rembang, person: Actor, who: Actor | Operator | None = None) -> Actor:
    who = who or rembang.administrator
    return reopen_person(who, person.id, store=rembang.store, clock=rembang.clock)


def give_password(
    rembang: Rembang, person: Actor, who: Actor | None = None, password: str = OTHER_PASSWORD
) -> Actor:
    return set_password(
        who or rembang.administrator,
        person.id,
        password,
        store=rembang.store,
        passwords=rembang.passwords,
        clock=rembang.clock,
    )


def enter(rembang: Rembang, person: Actor, password: str = PASSWORD) -> object:
    return sign_in(
        person.account,
        password,
        store=rembang.store,
        passwords=rembang.passwords,
        clock=rembang.clock,
    )


def last_event(rembang: Rembang) -> dict[str, Any]:
    """The office's newest event, without its place in the chain and its time."""
    content = rembang.events(rembang.office.id)[-1].content()
    return {key: content[key] for key in content if key not in {"chain", "sequence", "at"}}
