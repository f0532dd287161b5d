"""Who may do what: the table of rights, person by person, in their own office and in another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from service.domain import policy
from service.domain.actor import Actor, Right
from service.domain.case import Case, CaseUnknown
from service.domain.definition import DefinitionUnknown, Deployment, Source
from service.domain.errors import LaksanaError
from service.domain.policy import NotYourCase, NotYourClaim, NotYourStart, NotYourTask
from service.domain.task import Person, Task, TaskState, TaskUnknown
from tests.fakes.scripts import PENGANTAR_KIS, REKOMENDASI_JAMKESDA

AT = datetime(2026, 2, 2, 2, tzinfo=UTC)
OFFICE, OTHER_OFFICE = uuid4(), uuid4()
DEFINITION = PENGANTAR_KIS.definition


def person(*roles: str, right: Right | None = None) -> Actor:
    rights = frozenset({right} if right else ())
    return Actor(uuid4(), "x@rembang", "X", OFFICE, frozenset(roles), rights)


PETUGAS = person("Petugas Pelayanan")
COLLEAGUE = person("Petugas Pelayanan")
KASI = person("Kasi Rehabsos")
BENDAHARA = person("Bendahara")
ANALYST = person(right=Right.ANALYSE)
AUDITOR = person(right=Right.AUDIT)
ADMINISTRATOR = person(right=Right.ADMINISTER)
AUDITING_KASI = replace(KASI, rights=frozenset({Right.AUDIT}))

CASE = Case(uuid4(), OFFICE, uuid4(), "rembang/2026/000001", "KIS", AT, b"")
OPEN = Task(uuid4(), CASE.id, OFFICE, "Kegiatan_1", "Menerima", "Pemohon", "Petugas Pelayanan", AT)
CLAIMED = replace(OPEN, state=TaskState.CLAIMED, holder=Person(PETUGAS.id, PETUGAS.name))
START = DEFINITION.starts["Mulai"]

Rule = Callable[[Actor], None]
Answer = Callable[[Actor], bool]

CAN: dict[str, tuple[Rule, Answer]] = {
    "start": (
        lambda actor: policy.check_can_start(actor, START),
        lambda actor: policy.can_start(actor, START),
    ),
    "see the case": (
        lambda actor: policy.check_can_see_case(actor, CASE, DEFINITION),
        lambda actor: policy.can_see_case(actor, CASE, DEFINITION),
    ),
    "work": (
        lambda actor: policy.check_can_work(actor, OPEN),
        lambda actor: policy.can_work(actor, OPEN),
    ),
    "release": (
        lambda actor: policy.check_can_release(actor, CLAIMED),
        lambda actor: policy.can_release(actor, CLAIMED),
    ),
}

# Who it is, and for each act: None where they may, or how they are refused.
TABLE: list[tuple[str, Actor, dict[str, type[LaksanaError] | None]]] = [
    (
        "the performer, who claimed",
        PETUGAS,
        {"start": None, "see the case": None, "work": None, "release": None},
    ),
    (
        "a colleague of the same role",
        COLLEAGUE,
        {"start": None, "see the case": None, "work": None, "release": NotYourClaim},
    ),
    (
        "another lane",
        KASI,
        {
            "start": NotYourStart,
            "see the case": None,
            "work": NotYourTask,
            "release": NotYourTask,
        },
    ),
    (
        "a role without a lane in the SOP",
        BENDAHARA,
        {
            "start": NotYourStart,
            "see the case": NotYourCase,
            "work": NotYourTask,
            "release": NotYourTask,
        },
    ),
    (
        "an analyst",
        ANALYST,
        {
            "start": NotYourStart,
            "see the case": NotYourCase,
            "work": NotYourTask,
            "release": NotYourTask,
        },
    ),
    (
        "an auditor",
        AUDITOR,
        {
            "start": NotYourStart,
            "see the case": None,
            "work": NotYourTask,
            "release": NotYourTask,
        },
    ),
    (
        "an administrator",
        ADMINISTRATOR,
        {
            "start": NotYourStart,
            "see the case": NotYourCase,
            "work": NotYourTask,
            "release": None,
        },
    ),
]
CELLS = [
    pytest.param(actor, act, refusal, id=f"{who}: {act}")
    for who, actor, row in TABLE
    for act, refusal in row.items()
]


@pytest.mark.parametrize(("actor", "act", "refusal"), CELLS)
def test_the_table_of_rights(actor: Actor, act: str, refusal: type[LaksanaError] | None) -> None:
    check, can = CAN[act]
    assert can(actor) == (refusal is None)
    if refusal is None:
        check(actor)
    else:
        with pytest.raises(refusal):
            check(actor)


@pytest.mark.parametrize(
    "actor", [actor for _, actor, _ in TABLE], ids=[who for who, _, _ in TABLE]
)
def test_across_the_border_nothing_exists(actor: Actor) -> None:
    stranger = replace(actor, office=OTHER_OFFICE)
    with pytest.raises(CaseUnknown):
        policy.check_can_see_case(stranger, CASE, DEFINITION)
    for check in (policy.check_can_work, policy.check_can_release):
        with pytest.raises(TaskUnknown):
            check(stranger, CLAIMED)
    with pytest.raises(DefinitionUnknown):
        policy.check_can_see_definition(stranger, deployed())


@pytest.mark.parametrize(
    "actor", [actor for _, actor, _ in TABLE], ids=[who for who, _, _ in TABLE]
)
def test_everybody_of_the_office_sees_its_diagrams(actor: Actor) -> None:
    policy.check_can_see_definition(actor, deployed())


def deployed() -> Deployment:
    source = Source(b"", {})
    return Deployment(uuid4(), OFFICE, "pengantar-kis", 1, "KIS", source.hash, source, AT)


def test_an_open_task_may_be_released_by_its_role() -> None:
    assert policy.can_release(COLLEAGUE, OPEN)
    assert not policy.can_release(KASI, OPEN)


def test_a_refusal_names_whose_it_is() -> None:
    with pytest.raises(NotYourTask, match="Petugas Pelayanan"):
        policy.check_can_work(KASI, OPEN)
    with pytest.raises(NotYourStart, match="Petugas Pelayanan"):
        policy.check_can_start(KASI, START)
    with pytest.raises(NotYourClaim, match="X"):
        policy.check_can_release(COLLEAGUE, CLAIMED)


def test_who_works_for_the_public_works_in_its_sop() -> None:
    assert policy.works_in(PETUGAS, REKOMENDASI_JAMKESDA.definition)
    assert not policy.works_in(person("Pemohon"), REKOMENDASI_JAMKESDA.definition)


def test_only_who_reads_beyond_their_own_work_reads_as_auditor() -> None:
    assert policy.reads_as_auditor(AUDITOR, DEFINITION)
    assert not policy.reads_as_auditor(AUDITING_KASI, DEFINITION)
    assert not policy.reads_as_auditor(KASI, DEFINITION)


def test_versions_are_seen_by_analysts_and_auditors() -> None:
    for person, may in ((ANALYST, True), (AUDITOR, True), (KASI, False), (ADMINISTRATOR, False)):
        assert policy.can_see_versions(person) is may
