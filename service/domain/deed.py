"""What one event of a case's record says was done, and whether that can be believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.domain.definition import Definition
from service.domain.form import Row
from service.domain.history import MALFORMED, HistoryLine, history_line, moment_of
from service.domain.record import Act, Event, is_whole


class Soundness(StrEnum):
    """Whether an event can be believed."""

    SOUND = "sound"
    CHANGED = "changed"
    """It is not what was chained; it is shown as it stands now."""
    ANSWERS_CHANGED = "answers changed"
    """The answers beside it are not those that were given."""
    UNREADABLE = "unreadable"
    MISSING = "missing"
    """No event stands there any more."""
    BEYOND = "beyond"
    """It stands behind what the case holds to be the end of its record."""


@dataclass(frozen=True)
class Opening:
    """A task that the act opened."""

    task: str
    element: str
    due: datetime | None


@dataclass(frozen=True)
class Deed:
    """An event's content, read: nothing that is built on it can fail for what stands in it.

    `task`: the one that the act was about; `left`, `entered`, `tokens` as in `case.Advance`
    (`tokens` None: the act moved nothing); `flows`: those that a person chose; `waited` and
    `worked` as in `turn.Turn`.
    """

    line: HistoryLine
    task: str
    left: tuple[str, ...]
    entered: tuple[str, ...]
    tokens: tuple[str, ...] | None
    opened: tuple[Opening, ...]
    withdrawn: tuple[str, ...]
    flows: tuple[str, ...]
    waited: int | None
    worked: int | None

    @property
    def sets_answers(self) -> bool:
        """Whether a form was filled in, also where its answers do not stand any more."""
        return self.line.act in {Act.STARTED, Act.COMPLETED}


def read_deed(
    event: Event, previous: bytes | None, definition: Definition
) -> tuple[Soundness, Deed | None]:
    """The event, and whether it is what was chained; None where it cannot be read.

    `previous` as in `record.is_whole`.
    """
    bare = replace(event, answers=None)
    try:
        content = event.content()
        own = event.answers_fit(content)
        deed = _deed(event, content, definition)
    except MALFORMED:
        return _without_answers(bare, definition)
    if not is_whole(bare, previous):
        return Soundness.CHANGED, deed
    return Soundness.SOUND if own else Soundness.ANSWERS_CHANGED, deed


def standing_answers(deed: Deed, soundness: Soundness) -> Sequence[Row] | None:
    """The answers that were given; None where they were erased or changed since."""
    gone = deed.line.erased or soundness is Soundness.ANSWERS_CHANGED
    return None if gone else deed.line.answers


def _without_answers(bare: Event, definition: Definition) -> tuple[Soundness, Deed | None]:
    """The event alone, should only the answers beside it be what cannot be read."""
    try:
        deed = _deed(bare, bare.content(), definition)
    except MALFORMED:
        return Soundness.UNREADABLE, None
    return Soundness.ANSWERS_CHANGED, replace(deed, line=replace(deed.line, erased=False))


def _deed(event: Event, content: Mapping[str, Any], definition: Definition) -> Deed:
    return Deed(
        line=history_line(event, content, definition),
        task=str(content.get("task", "")),
        left=_texts(content.get("left", ())),
        entered=_texts(content.get("entered", ())),
        tokens=_texts(content["tokens"]) if "tokens" in content else None,
        opened=tuple(_opening(each) for each in content.get("opened", ())),
        withdrawn=_texts(content.get("withdrawn", ())),
        flows=tuple(_chosen(content.get("choices", {}))),
        waited=_seconds(content, "waited"),
        worked=_seconds(content, "worked"),
    )


def _opening(given: Mapping[str, str]) -> Opening:
    due = moment_of(given["due"]) if "due" in given else None
    return Opening(given["task"], given["element"], due)


def _chosen(choices: Mapping[str, object]) -> Iterator[str]:
    """The flows chosen at gateways: one as a text, or of several a list."""
    for flows in choices.values():
        match flows:
            case str():
                yield flows
            case list():
                yield from _texts(flows)
            case _:
                raise TypeError


def _texts(given: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, given))


def _seconds(content: Mapping[str, Any], key: str) -> int | None:
    return int(content[key]) if key in content else None
