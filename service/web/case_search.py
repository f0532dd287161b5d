"""A search for cases as it was typed: what it means, and what of it cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import url_for

from service.domain.case import CaseState
from service.domain.errors import N_
from service.usecases.case_search import CaseFilter, as_typed
from service.usecases.list_cases import CaseChoices
from service.web.translation import gettext

FIELDS = ("text", "state", "sop", "person", "since", "until")
STATES = (CaseState.RUNNING, CaseState.INCIDENT, CaseState.DONE, CaseState.CANCELLED)

# What an office can mean; beyond, days have no midnight in every zone.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999

_PROBLEMS: Mapping[str, str] = {
    "state": N_("Keadaan ini tidak dikenal, sehingga tidak dipakai."),
    "sop": N_("SOP ini tidak dikenal di kantor Anda, sehingga tidak dipakai."),
    "person": N_("Orang ini tidak dikenal di kantor Anda, sehingga tidak dipakai."),
    "since": N_("Tanggal awal ini bukan tanggal, sehingga tidak dipakai."),
    "until": N_("Tanggal akhir ini bukan tanggal, sehingga tidak dipakai."),
}
_BACKWARDS = N_("Tanggal akhir mendahului tanggal awal, sehingga tidak ada yang cocok.")

Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Search:
    """What was typed, field by field, what it means, and what of it is wrong (field -> words)."""

    typed: Mapping[str, str]
    meant: CaseFilter
    problems: Mapping[str, str]

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return any(self.typed.values())

    def address(self, endpoint: str, after: str | None = None) -> str:
        """Where the same search is answered by `endpoint`; `after`: from which number on."""
        asked: dict[str, Any] = {name: text for name, text in self.typed.items() if text}
        return url_for(endpoint, **asked, after=after)


def read_search(sent: Mapping[str, str], choices: CaseChoices) -> Search:
    """The search in a query; what cannot be used is told, and the rest is searched for."""
    typed = {name: as_typed(sent.get(name, "")) for name in FIELDS}
    problems: dict[str, str] = {}

    def use(name: str, read: Callable[[str], Meaning]) -> Meaning | None:
        try:
            return read(typed[name]) if typed[name] else None
        except ValueError:
            problems[name] = gettext(_PROBLEMS[name])
            return None

    meant = CaseFilter(
        text=typed["text"],
        state=use("state", _state) or "",
        sop=use("sop", lambda text: _among(choices.sops, text)) or "",
        person=use("person", lambda text: _among(choices.people, UUID(text))),
        since=use("since", _day),
        until=use("until", _day),
    )
    if meant.since and meant.until and meant.until < meant.since:
        problems["until"] = gettext(_BACKWARDS)
    return Search(typed, meant, problems)


def _state(text: str) -> str:
    state = CaseState(text)
    if state not in STATES:
        raise ValueError(text)
    return state


def _among(known: Mapping[Meaning, str], choice: Meaning) -> Meaning:
    if choice not in known:
        raise ValueError(choice)
    return choice


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(text)
    return day
