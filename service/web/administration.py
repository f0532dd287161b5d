"""The parts that the settings stand on: the use cases of administrators, bound by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from service.domain.actor import Actor
from service.domain.calendar import WorkingHours
from service.domain.case import Case
from service.domain.office import Office
from service.usecases.cancel_case import UnfinishedCase, UnfinishedCases
from service.usecases.list_claims import Claim
from service.usecases.manage_holidays import HolidayYear
from service.usecases.manage_people import Duties, NewPerson, PersonView
from service.usecases.manage_roles import RoleLine
from service.usecases.retry_case import Retried, RetryCase


@dataclass(frozen=True)
class Administration:
    """What administrators do and auditors look at; the first argument is always who asks.

    `list_unfinished` takes a part of the numbers to find, and the number to go on after.
    """

    list_people: Callable[[Actor], Sequence[Actor]]
    show_person: Callable[[Actor, UUID], PersonView]
    add_person: Callable[[Actor, NewPerson], Actor]
    change_person: Callable[[Actor, UUID, Duties], Actor]
    close_person: Callable[[Actor, UUID], Actor]
    reopen_person: Callable[[Actor, UUID], Actor]
    set_password: Callable[[Actor, UUID, str], Actor]
    list_roles: Callable[[Actor], Sequence[RoleLine]]
    add_role: Callable[[Actor, str], str]
    remove_role: Callable[[Actor, str], None]
    show_hours: Callable[[Actor], WorkingHours]
    set_hours: Callable[[Actor, Mapping[str, Any]], Office]
    list_holidays: Callable[[Actor, int], HolidayYear]
    add_holiday: Callable[[Actor, date, str], None]
    remove_holiday: Callable[[Actor, date], None]
    work_on: Callable[[Actor, date], None]
    rest_on: Callable[[Actor, date], None]
    list_claims: Callable[[Actor], Sequence[Claim]]
    list_unfinished: Callable[[Actor, str, str], UnfinishedCases]
    show_unfinished: Callable[[Actor, UUID], UnfinishedCase]
    cancel_case: Callable[[Actor, UUID, str], Case]
    retry_case: Callable[[RetryCase], Retried]
