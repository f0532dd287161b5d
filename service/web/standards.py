"""The mutu baku of an SOP's steps, and its diagram with what a case knows of each step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from service.domain.definition import Definition, Step
from service.web.shapes import Lane, Standard, drawn_lane
from service.web.translation import gettext

_ASSUMED = "asumsi:"


@dataclass(frozen=True)
class DiagramLane:
    """A lane as the key beside the diagram names it; `element` is its id in the drawing."""

    element: str
    lane: Lane


@dataclass(frozen=True)
class DiagramStep:
    """A step of the drawing; `url` is an open task of the reader.

    `state` is "here", "done", "added", "removed", "changed" or "".
    """

    element: str
    number: str
    name: str
    lane: Lane | None
    state: str
    url: str | None
    standard: Standard | None


@dataclass(frozen=True)
class Diagram:
    """A drawing (`src` is its XML) with its lanes and its steps."""

    name: str
    src: str
    lanes: Sequence[DiagramLane]
    steps: Sequence[DiagramStep]


@dataclass(frozen=True)
class StandardRow:
    """A row of the printed table; `symbol` is "process" or "decision"."""

    number: str
    sentence: str
    lane: Lane
    symbol: str
    standard: Standard
    answers: Sequence[str]


@dataclass(frozen=True)
class Progress:
    """Where a case stands in its drawing, and the reader's own tasks there: element -> address."""

    tokens: Collection[str] = ()
    passed: Collection[str] = ()
    urls: Mapping[str, str] | None = None


def standard_of(step: Step) -> Standard:
    """A step's mutu baku; remarks that begin with "Asumsi:" are assumptions."""
    assumed = [text for text in step.remarks if text.lower().startswith(_ASSUMED)]
    said = [text for text in step.remarks if text not in assumed]
    return Standard(
        time=step.standard_time,
        requirements=step.requirements,
        output="; ".join(step.outputs),
        remarks="; ".join(said),
        documents=step.documents,
        assumptions=[text[len(_ASSUMED) :].strip() for text in assumed],
    )


def rows_of(definition: Definition) -> list[StandardRow]:
    """The table of the SOP, a row each step."""
    return [
        StandardRow(
            number=step.number,
            sentence=step.documentation or step.name,
            lane=drawn_lane(definition, step.lane),
            symbol="decision" if _is_diamond(step) else "process",
            standard=standard_of(step),
            answers=_answers(step),
        )
        for step in definition.steps.values()
        if not step.beside
    ]


def diagram_of(definition: Definition, deployment: UUID, progress: Progress) -> Diagram:
    """The drawing of a deployed version."""
    return drawing_of(definition, url_for("sops.diagram", sop=deployment), progress)


def drawing_of(definition: Definition, src: str, progress: Progress) -> Diagram:
    """The drawing, with the places that are no step (an event, a gateway) where a token rests.

    `src` is its address, or `#` and the id of a field that holds it (base64).
    """
    elsewhere = [token for token in progress.tokens if token not in definition.steps]
    return Diagram(
        name=definition.name,
        src=src,
        lanes=[DiagramLane(each.id, drawn_lane(definition, each)) for each in definition.lanes],
        steps=[
            *(_step(definition, s, progress) for s in definition.steps.values() if not s.beside),
            *(_place(definition, element, progress) for element in elsewhere),
        ],
    )


def _step(definition: Definition, step: Step, progress: Progress) -> DiagramStep:
    return DiagramStep(
        element=step.element,
        number=step.number,
        name=step.name,
        lane=drawn_lane(definition, step.lane),
        state=_state(step.element, progress),
        url=(progress.urls or {}).get(step.element),
        standard=standard_of(step),
    )


def _place(definition: Definition, element: str, progress: Progress) -> DiagramStep:
    name = definition.names.get(element) or element
    return DiagramStep(element, "", name, None, _state(element, progress), None, None)


def _state(element: str, progress: Progress) -> str:
    if element in progress.tokens:
        return "here"
    return "done" if element in progress.passed else ""


def _is_diamond(step: Step) -> bool:
    """Whether a gateway of the drawing is decided here."""
    return step.form.decision is not None and not step.form.decision.repeats


def _answers(step: Step) -> list[str]:
    """What each answer of a decision means for the case."""
    if step.form.decision is None:
        return []
    if step.form.decision.repeats:
        return [gettext("Dapat diulangi")]
    return [
        gettext("%(answer)s: dikembalikan", answer=option.label)
        if option.needs_reason
        else gettext("%(answer)s: dilanjutkan", answer=option.label)
        for option in step.form.decision.options
    ]
