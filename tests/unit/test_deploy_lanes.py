"""Who does the work of each lane: roles that nobody invents or gives away by a slip of the pen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from service.domain.actor import NameUnfit
from service.domain.definition import Definition, Lane, LanesWithoutRole, RoleElsewhere
from service.domain.roles import RoleExists
from service.usecases.deploy import Deploy, Deployed, Review, review_deployment
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import FORMS, Rembang
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.scripts import PEMOHON, PENGANTAR_KIS, REKOMENDASI_JAMKESDA


def test_lanes_without_a_role_are_refused_with_their_list(rembang: Rembang) -> None:
    strange = spelled_differently(PENGANTAR_KIS)
    rembang.engine = ScriptedEngine(strange)
    with pytest.raises(LanesWithoutRole, match="Kadis, Kabag"):
        rembang.deploy(strange, edition=2, new_roles=False)
    assert rembang.acts(rembang.office.id).count("deployed") == 1
    added = rembang.deploy(strange, edition=2)
    assert added.new_roles == ("Kadis", "Kabag")
    assert rembang.roles() >= {"Kadis", "Kepala Dinas"}


def test_the_lanes_without_a_role_are_told_one_by_one(rembang: Rembang) -> None:
    strange = spelled_differently(PENGANTAR_KIS)
    rembang.engine = ScriptedEngine(strange)
    with pytest.raises(LanesWithoutRole) as refused:
        rembang.deploy(strange, edition=2, new_roles=False, roles={"Kadis": "Kepala Dinas"})
    assert refused.value.lanes == ("Kabag",)


def test_a_lane_is_done_by_the_role_that_it_was_given_to(rembang: Rembang) -> None:
    deployed = deploy_strange(rembang, roles={"Kadis": "Kepala Dinas", "Kabag": "Kabag"})
    assert deployed.new_roles == ("Kabag",)
    assert deployed.deployment.roles == {"Kadis": "Kepala Dinas"}
    assert deployed.definition.roles == (
        "Kepala Dinas",
        "Kabag",
        "Kasi Rehabsos",
        "Petugas Pelayanan",
    )
    assert rembang.roles() == {*FIRST_ROLES, "Kabag"}
    content = rembang.events(rembang.office.id)[-1].content()
    assert (content["roles"], content["new_roles"]) == ({"Kadis": "Kepala Dinas"}, ["Kabag"])


def test_a_task_of_a_lane_that_was_given_away_is_the_other_role_s(rembang: Rembang) -> None:
    rembang.engine = ScriptedEngine(replace(PENGANTAR_KIS, definition=of_the_front_desk()))
    roles = {"Loket": "Petugas Pelayanan"}
    deployed = rembang.deploy(PENGANTAR_KIS, edition=2, new_roles=False, roles=roles)
    task = rembang.open_task(rembang.start(deployment=deployed.deployment.id).case)
    assert (task.role, task.performer) == ("Loket", "Petugas Pelayanan")
    rembang.complete(task, rembang.petugas)
    (_, done) = rembang.events(task.case)
    assert done.content()["actor"]["role"] == "Petugas Pelayanan"
    assert done.content()["actor"]["for"] == "Loket"


def test_the_role_of_a_public_lane_can_be_given_away_too(rembang: Rembang) -> None:
    public = (replace(PEMOHON, represented_by="Loket"),)
    drawn = replace(PENGANTAR_KIS, definition=replace(of_the_front_desk(), lanes=public))
    rembang.engine = ScriptedEngine(drawn)
    deployed = rembang.deploy(drawn, edition=2, roles={"Loket": "Petugas Pelayanan"})
    (lane,) = deployed.definition.lanes
    assert (lane.name, lane.represented_by) == ("Pemohon", "Loket")
    assert lane.performer == "Petugas Pelayanan"


def test_a_lane_is_not_given_to_a_role_of_another_office(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    with tanjungpinang.store.begin() as work:
        work.offices.add_roles(tanjungpinang.office.id, ["Bendahara"])
    with pytest.raises(RoleElsewhere, match=r"bukan peran di unit kerja ini\. .*: Kab"):
        deploy_strange(rembang, roles={"Kadis": "Bendahara", "Kabag": "Kabag"})
    assert rembang.acts(rembang.office.id).count("deployed") == 1
    assert rembang.roles() == FIRST_ROLES


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        (("kasi rehabsos", "Kabag"), RoleExists),
        (("Kadis", "kadis"), RoleExists),
        (("Kadis", "K" * 201), NameUnfit),
    ],
)
def test_a_new_role_follows_the_rules_of_roles(
    rembang: Rembang, names: tuple[str, str], refusal: type[Exception]
) -> None:
    strange = replace(PENGANTAR_KIS, definition=renamed(*names))
    rembang.engine = ScriptedEngine(strange)
    with pytest.raises(refusal):
        rembang.deploy(strange, edition=2)
    assert rembang.roles() == FIRST_ROLES


def test_the_next_version_keeps_who_does_a_lane(rembang: Rembang) -> None:
    deploy_strange(rembang, roles={"Kadis": "Kepala Dinas", "Kabag": "Kabag"})
    kept = deploy_strange(rembang, edition=3)
    assert kept.kept == kept.deployment.roles == {"Kadis": "Kepala Dinas"}
    assert kept.new_roles == ()
    changed = deploy_strange(rembang, edition=4, roles={"Kadis": "Kadis"})
    assert (changed.kept, changed.deployment.roles, changed.new_roles) == ({}, {}, ("Kadis",))


def test_a_role_that_is_no_more_is_not_kept(memory: InMemoryStore, rembang: Rembang) -> None:
    deploy_strange(rembang, roles={"Kadis": "Kepala Dinas", "Kabag": "Kabag"})
    with memory.begin() as work:
        work.tables.roles[rembang.office.id] -= {"Kepala Dinas"}
    with pytest.raises(LanesWithoutRole, match="Kadis"):
        deploy_strange(rembang, edition=3)


def test_a_review_tells_what_deploying_would_do_and_does_nothing(rembang: Rembang) -> None:
    deploy_strange(rembang, roles={"Kadis": "Kepala Dinas", "Kabag": "Kabag"})
    both = replace(spelled_differently(PENGANTAR_KIS), definition=renamed("Kadis", "Kabid Baru"))
    rembang.engine = ScriptedEngine(both)
    review = reviewed(rembang, both.diagram(3))
    assert (review.version, review.unchanged) == (3, None)
    assert review.undecided == ("Kabid Baru",)
    assert review.kept == {"Kadis": "Kepala Dinas"}
    assert review.roles == {*FIRST_ROLES, "Kabag"}
    assert review.unused == ("lain",)
    assert rembang.acts(rembang.office.id).count("deployed") == 2


def test_a_review_of_the_same_content_names_the_version_that_has_it(rembang: Rembang) -> None:
    assert reviewed(rembang, PENGANTAR_KIS.diagram()).unchanged == rembang.deployment


def test_a_public_lane_needs_no_role_but_its_performers(rembang: Rembang) -> None:
    deployed = rembang.deploy(REKOMENDASI_JAMKESDA, new_roles=False)
    assert deployed.new_roles == ()
    assert "Pemohon" not in rembang.roles()


FIRST_ROLES = frozenset(PENGANTAR_KIS.definition.roles)


def deploy_strange(
    rembang: Rembang, edition: int = 2, roles: Mapping[str, str] | None = None
) -> Deployed:
    """Deploy SOP 004 with two lanes under names that are no role."""
    strange = spelled_differently(PENGANTAR_KIS)
    rembang.engine = ScriptedEngine(strange)
    return rembang.deploy(strange, edition, new_roles=False, roles=roles)


def reviewed(rembang: Rembang, diagram: bytes) -> Review:
    request = Deploy(rembang.office.id, diagram, FORMS, rembang.analyst)
    return review_deployment(request, store=rembang.store, engine=rembang.engine)


def spelled_differently(script: Script) -> Script:
    """The script with its first two lanes under names that are no role."""
    return replace(script, definition=renamed("Kadis", "Kabag"))


def renamed(first: str, second: str) -> Definition:
    """SOP 004 with other names on its first two lanes."""
    lanes = PENGANTAR_KIS.definition.lanes
    others = (replace(lanes[0], name=first), replace(lanes[1], name=second), *lanes[2:])
    return replace(PENGANTAR_KIS.definition, lanes=others)


def of_the_front_desk() -> Definition:
    """SOP 004 with every step in the hands of "Loket"."""
    known = PENGANTAR_KIS.definition
    desk = Lane("Lajur_Loket", "Loket")
    return replace(
        known,
        lanes=(desk,),
        starts={key: replace(start, lane=desk) for key, start in known.starts.items()},
        steps={key: replace(step, lane=desk) for key, step in known.steps.items()},
    )
