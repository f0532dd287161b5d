"""Checks an office's own chain: what it registered and deployed, against what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from service.domain.definition import Deployment
from service.domain.record import Act, Event
from service.usecases.chain_check import BROKEN, check_chain
from service.usecases.findings import Checked, Fault, Finding
from service.usecases.office_check import ToldOffice, check_office
from service.usecases.repositories import Work


@dataclass(frozen=True, slots=True)
class Registration:
    """What an office's chain says of a case, and at which place."""

    sequence: int
    number: object
    definition: object


@dataclass(frozen=True)
class Register:
    """An office as its chain tells of it, and what was found in that.

    `registered`: every case that it registered, in the order of the chain; `unregistered`: the
    cases that have a row and no registration.
    """

    checked: Checked
    deployments: Mapping[UUID, Deployment]
    registered: Mapping[UUID, Registration]
    unregistered: Sequence[UUID]


def read_register(office_id: UUID, work: Work) -> Register:
    """Check the office's chain, its deployments, people and hours, and list its cases.

    What is held in memory grows with the cases, by a few hundred bytes each.
    """
    office = work.offices.get(office_id)
    deployments = {each.id: each for each in work.deployments.stored(office_id)}
    told = ToldOffice()
    reading = _Reading(deployments)

    def look(event: Event, content: dict[str, Any]) -> Fault | None:
        told.read(event, content)
        return reading.look(event, content)

    head = work.offices.head(office_id)
    checked = check_chain(office.key, work.record.of(office_id), head, look)
    intruders = [Finding(office.key, 0, Fault.DEFINITION_UNREGISTERED) for _ in reading.unnamed]
    broken = any(finding.fault in BROKEN for finding in checked.findings)
    # What the rows ought to say is only known of a chain that is whole.
    rows = () if broken else check_office(office, told, work)
    return Register(
        replace(checked, findings=(*checked.findings, *intruders, *rows)),
        deployments,
        reading.registered,
        [case for case in work.cases.ids(office_id) if case not in reading.registered],
    )


class _Reading:
    """What the events of one office's chain name, as they are read in order."""

    def __init__(self, deployments: Mapping[UUID, Deployment]) -> None:
        self.registered: dict[UUID, Registration] = {}
        self.unnamed = set(deployments)
        self._deployments = deployments
        self._counts: dict[str, int] = {}
        self._known: dict[object, object] = {}  # one hash stands in many events: kept once

    def look(self, event: Event, content: dict[str, Any]) -> Fault | None:
        match content.get("act"):
            case Act.DEPLOYED:
                self.unnamed.discard(UUID(str(content["deployment"])))
                return _deployment_fault(content, self._deployments)
            case Act.REGISTERED:
                number, definition = content["number"], content.get("definition")
                fault = _number_fault(str(number), self._counts)
                case = UUID(str(content["case"]))
                self.registered.pop(case, None)  # so that they stand in the order of their places
                self.registered[case] = Registration(
                    event.sequence, number, self._known.setdefault(definition, definition)
                )
                return fault
        return None


def _deployment_fault(
    content: dict[str, Any], deployments: Mapping[UUID, Deployment]
) -> Fault | None:
    deployment = deployments.get(UUID(str(content["deployment"])))
    if deployment is None:
        return Fault.DEFINITION_MISSING
    stored = (deployment.key, deployment.version, deployment.hash, deployment.source.hash)
    recorded = content["definition"]
    if (content["key"], content["version"], recorded, recorded) != stored:
        return Fault.DEFINITION_CHANGED
    # Rows and events of the first version of Laksana say neither.
    by_whom = {"", content["actor"]["name"]}
    if content.get("roles", {}) != deployment.roles or deployment.deployed_by not in by_whom:
        return Fault.DEFINITION_CHANGED
    return None


def _number_fault(number: str, counts: dict[str, int]) -> Fault | None:
    """Registration numbers of one office and year count 1, 2, 3 ... without a gap."""
    year, _, count = number.rpartition("/")
    counts[year] = counts.get(year, 0) + 1
    if int(count) == counts[year]:
        return None
    counts[year] = int(count)
    return Fault.NUMBER_SKIPPED
