"""Events drawn in tiny diagrams, and what is done in plays of them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from service.domain.definition import Source
from service.domain.standard_time import StandardTime
from service.engine.expressions import Value
from service.engine.playing import play
from service.usecases.play_diagram import Play, Played
from tests.integration.drawing import CALENDAR, NOW, node

SEEDS = range(8)


def what(kind: str, name: str = "", text: str = "", timer: str = "timeDuration") -> str:
    """One event definition; `name` is that of the message, signal, link, error ... it means."""
    references = {"compensate": "activityRef", "link": "name"}
    inside = ""
    if kind == "timer":
        inside = node(timer, "", inside=text) if text else ""
    elif text:
        inside = node("condition", "", inside=text)
    given = {references.get(kind, f"{kind}Ref"): name}
    return node(f"{kind}EventDefinition", "", inside=inside, **given)


def begins(key: str, *triggers: str, **attributes: str) -> str:
    return node("startEvent", key, inside="".join(triggers), **attributes)


def ends(key: str, *triggers: str) -> str:
    return node("endEvent", key, inside="".join(triggers))


def throws(key: str, *triggers: str) -> str:
    return node("intermediateThrowEvent", key, inside="".join(triggers))


def catches(key: str, *triggers: str, name: str = "", **attributes: str) -> str:
    return node("intermediateCatchEvent", key, name, "".join(triggers), **attributes)


def beside(host: str, key: str, *triggers: str, name: str = "", stops: bool = True) -> str:
    """A boundary event; `stops`: whether it interrupts its host."""
    attributes = {"attachedToRef": host, "cancelActivity": "true" if stops else "false"}
    return node("boundaryEvent", key, name, "".join(triggers), **attributes)


def within(key: str, *inside: str, kind: str = "subProcess") -> str:
    return node(kind, key, inside="".join(inside))


def on(key: str, *inside: str) -> str:
    """An event subprocess."""
    return node("subProcess", key, inside="".join(inside), triggeredByEvent="true")


def undoes(event: str, activity: str) -> str:
    """What joins a compensation event at a boundary with what it runs."""
    return node("association", "", sourceRef=event, targetRef=activity)


def to_undo(key: str) -> str:
    return node("userTask", key, isForCompensation="true")


def played(diagram: bytes, **data: Value) -> list[Played]:
    """What happened in a few plays of a diagram."""
    return [play(Source(diagram, {}), Play(seed, data, NOW, _due)) for seed in SEEDS]


def done(diagram: bytes, **data: Value) -> set[str]:
    """What was done, in words in order of the alphabet; one for each way that plays went."""
    return {_words(each) for each in played(diagram, **data)}


def _words(each: Played) -> str:
    """Elements called by one letter are told; "*" after all where the play did not end."""
    counted = Counter(element for _, element, _ in each.steps if len(element) == 1)
    told = "".join(sorted(counted.elements()))
    return told if each.ended else f"{told}*"


def _due(standard: StandardTime, begun: datetime) -> datetime:
    return CALENDAR.due(standard, begun)
