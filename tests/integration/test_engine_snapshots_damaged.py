"""Whatever is damaged in a snapshot is found when it is read, as damage and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from service.domain.case import SnapshotDamaged
from service.usecases.ports import Completion, OfficeTime
from tests.integration.drawing import TIME, Run
from tests.integration.snapshots import fresh, packed, plain, refuse

Damage = Callable[[dict[str, Any]], object]


def token(content: dict[str, Any], at: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in content["tokens"] if each["at"] == at)
    return found


def put(key: str, value: object) -> Damage:
    return lambda content: content | {key: value}


def lose(key: str) -> Damage:
    return lambda content: {name: each for name, each in content.items() if name != key}


def at(element: str, **fields: object) -> Damage:
    """Fields of the first token there; `...` takes one away."""

    def changed(content: dict[str, Any]) -> object:
        held = token(content, element)
        held |= fields
        for name in [name for name, value in fields.items() if value is ...]:
            del held[name]
        return content

    return changed


def within(element: str, other: str) -> Damage:
    """A token lies in another one."""
    return lambda content: at(element, scope=token(content, other)["id"])(content)


def _circle(content: dict[str, Any]) -> object:
    """Two scopes, each within the other."""
    pool, sub = token(content, "sop"), token(content, "sub")
    pool["at"] = "sub"
    pool["scope"], sub["scope"] = sub["id"], pool["id"]
    return content


def _twice(content: dict[str, Any]) -> object:
    content["tokens"].append(token(content, "c"))
    return content


LATER = OfficeTime(TIME.at + timedelta(hours=2), TIME.due)
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(put("format", 3), id="a later format"),
        pytest.param(put("format", "2"), id="a format that is no number"),
        pytest.param(lose("format"), id="no format"),
        pytest.param(lose("variables"), id="no variables"),
        pytest.param(put("variables", []), id="variables of another kind"),
        pytest.param(put("variables", {"n": {"duit": "1"}}), id="a value of unknown type"),
        pytest.param(put("variables", {"n": {"number": "x"}}), id="a number that is none"),
        pytest.param(put("variables", {"n": {"number": "sNaN"}}), id="no number at all"),
        pytest.param(put("variables", {"n": {"number": "Infinity"}}), id="a number without end"),
        pytest.param(put("variables", {"n": {"date": "kemarin"}}), id="a date that is none"),
        pytest.param(put("variables", {"n": {"seconds": "lama"}}), id="a length that is none"),
        pytest.param(put("variables", {"n": 1}), id="a bare number"),
        pytest.param(lose("post"), id="no post"),
        pytest.param(put("post", "surat"), id="post of another kind"),
        pytest.param(put("post", [1]), id="a message that is no text"),
        pytest.param(lose("tokens"), id="no tokens"),
        pytest.param(put("tokens", {}), id="tokens of another kind"),
        pytest.param(put("tokens", [None]), id="a token of another kind"),
        pytest.param(_twice, id="a token twice"),
        pytest.param(_circle, id="scopes in a circle"),
        pytest.param(at("c", id=...), id="no id"),
        pytest.param(at("c", id="0"), id="an id that is none"),
        pytest.param(at("c", id=7), id="an id that is a number"),
        pytest.param(at("c", at=...), id="no element"),
        pytest.param(at("c", at="lain"), id="an element that is not drawn"),
        pytest.param(at("c", at=None), id="an element that is none"),
        pytest.param(at("c", at="Start"), id="an element of the library"),
        pytest.param(at("c", state=...), id="no state"),
        pytest.param(at("c", state="READY"), id="a state in words"),
        pytest.param(at("c", state=64), id="a finished state"),
        pytest.param(at("c", state=16.0), id="a state with decimals"),
        pytest.param(at("c", state=8), id="a task that waits for nothing"),
        pytest.param(at("c", state=32), id="a task that has begun by itself"),
        pytest.param(at("sub", state=16), id="a subprocess that has not begun"),
        pytest.param(at("c", scope=...), id="no scope"),
        pytest.param(at("c", scope=""), id="a task in no pool"),
        pytest.param(at("c", scope=NOWHERE), id="a scope that is not there"),
        pytest.param(at("c", scope="sop"), id="a scope that is no id"),
        pytest.param(at("c", scope=None), id="a scope that is none"),
        pytest.param(lambda c: at("c", scope=token(c, "sop")["id"].upper())(c), id="other letters"),
        pytest.param(within("c", "dalam"), id="a task within a task"),
        pytest.param(within("sop", "sub"), id="a pool within a subprocess"),
        pytest.param(within("dalam", "telat"), id="a task within an event"),
        pytest.param(at("telat", host=...), id="a boundary event at nothing"),
        pytest.param(at("telat", host=NOWHERE), id="a boundary event at what is gone"),
        pytest.param(at("telat", host=1), id="a boundary event at a number"),
        pytest.param(at("telat", due="besok"), id="a moment that is none"),
        pytest.param(at("telat", due="2026-02-02T10:00:00"), id="a moment in no zone"),
        pytest.param(at("telat", due=1), id="a moment that is a number"),
        pytest.param(at("telat", armed=None), id="set at no moment"),
        pytest.param(at("telat", times="1"), id="fired how often in words"),
        pytest.param(at("telat", times=-1), id="fired less than never"),
        pytest.param(at("surat", race=1), id="a race that is a number"),
        pytest.param(at("surat", came="ya"), id="come in words"),
        pytest.param(at("surat", asked=1), id="asked as a number"),
        pytest.param(at("surat", seen="x"), id="what was seen as a text"),
        pytest.param(at("j", flow=...), id="no arrow into the join"),
        pytest.param(at("j", flow="lain"), id="an arrow that is not drawn"),
        pytest.param(at("j", flow=1), id="an arrow that is a number"),
        pytest.param(at("kali", begun=...), id="begun how often is lost"),
        pytest.param(at("kali", done=...), id="done how often is lost"),
        pytest.param(at("kali", of=...), id="of how many is lost"),
        pytest.param(at("kali", begun="2"), id="begun how often in words"),
        pytest.param(at("kali", of=True), id="of how many as a yes"),
        pytest.param(at("kali", done=3), id="done more often than begun"),
        pytest.param(at("kali#", variables=[]), id="own variables of another kind"),
        pytest.param(at("kali#", variables={"loopCounter": 1}), id="an own value of no type"),
        pytest.param(at("sub", via="lain"), id="begun where nothing is drawn"),
        pytest.param(at("sub", undo="a"), id="what is undone as a text"),
        pytest.param(at("sub", undo=["lain"]), id="a handler that is not drawn"),
        pytest.param(at("sub", cancelled="ya"), id="cancelled in words"),
        pytest.param(lambda _: [], id="a list"),
        pytest.param(lambda _: None, id="null"),
    ],
)
def test_a_snapshot_of_another_shape_is_damaged(damage: Damage) -> None:
    run = fresh()
    refuse(run, packed(damage(plain(run.last.snapshot))))


ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    1.5,
    "",
    "x",
    [],
    ["x"],
    {},
    {"x": "y"},
    NOWHERE,
    1 << 62,
)


def test_no_change_of_any_field_is_anything_but_whole_or_damaged() -> None:
    run = fresh()
    whole = plain(run.last.snapshot)
    for number, held in enumerate(whole["tokens"]):
        for key in [*held, "came", "via", "undo", "fired", "host", "race", "due"]:
            for value in ODD:
                content = plain(run.last.snapshot)
                content["tokens"][number][key] = value
                lives_or_is_damaged(run, packed(content))


def lives_or_is_damaged(run: Run, snapshot: bytes) -> None:
    """What is taken as whole can be run."""
    try:
        run.engine.check(run.deployment, snapshot)
    except SnapshotDamaged:
        return
    for task in run.open:
        try:
            after = run.engine.complete(run.deployment, snapshot, Completion(task, {}, {}, TIME))
        except SnapshotDamaged:  # the task is not open in it
            continue
        run.engine.pass_time(run.deployment, after.snapshot, LATER)
