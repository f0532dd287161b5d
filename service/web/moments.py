"""The moments of a replay in words: who did what, what it changed, where the case stood then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from service.domain.deed import Deed, Soundness
from service.domain.definition import Definition
from service.domain.errors import N_
from service.domain.form import Row
from service.domain.record import Act
from service.domain.replay import Change, Moment, Token
from service.web.answers import Say, Shown, attached, told_elsewhere
from service.web.history import HistoryEntry, entry_of, places
from service.web.shapes import File, Lane, drawn_lane
from service.web.times import Moment as Time
from service.web.times import Times
from service.web.translation import gettext
from service.web.turns import TurnShown, turn_shown

_WARNINGS: Mapping[Soundness, str] = {
    Soundness.CHANGED: N_(
        "Catatan ini telah diubah: isinya tidak sesuai dengan sidik (hash) rangkaiannya. "
        "Yang tampil adalah isinya sekarang."
    ),
    Soundness.ANSWERS_CHANGED: N_(
        "Isian di samping catatan ini telah diubah atau rusak, sehingga tidak dapat dipercaya."
    ),
    Soundness.UNREADABLE: N_("Isi catatan ini rusak dan tidak dapat dibaca."),
    Soundness.MISSING: N_(
        "Hilang. Catatan tepat sesudahnya tidak dapat dicocokkan dengan sidik (hash) rangkaiannya."
    ),
    Soundness.BEYOND: N_("Catatan ini berada di luar ujung riwayat yang tersimpan."),
}


@dataclass(frozen=True)
class Standing:
    """An element where the case stands; `badge` is its mark on the drawing.

    `laps` in words, empty where there was only one; `due` and `holders` are those of its turns.
    """

    element: str
    name: str
    laps: str
    badge: str
    lane: Lane | None
    due: Time | None
    holders: str


@dataclass(frozen=True)
class Changed:
    """One answer that an act set; `before` is None where there is nothing to tell it against."""

    label: str
    before: Sequence[str] | None
    after: Sequence[str]
    masked: bool


@dataclass(frozen=True)
class MomentShown:
    """One moment as the page shows it; `number` is the event's own in the record.

    `same` counts the answers that stayed as they were. `turn` is the turn of work that ended;
    `left`, `entered` and `flows` are elements of the drawing.
    """

    number: int
    title: str
    warning: str
    standing: Sequence[Standing]
    entry: HistoryEntry | None = None
    element: str = ""
    step_number: str = ""
    laps: str = ""
    reason: str = ""
    changes: Sequence[Changed] = ()
    same: int = 0
    files: Sequence[File] = ()
    turn: TurnShown | None = None
    left: Sequence[str] = ()
    entered: Sequence[str] = ()
    flows: Sequence[str] = ()


def moment_shown(moment: Moment, definition: Definition, shown: Shown) -> MomentShown:
    """A moment in words; of one that cannot be read or is missing, where the case stood."""
    standing = list(_standing(moment.tokens, definition, shown.times))
    warning = gettext(_WARNINGS[moment.soundness]) if moment.soundness in _WARNINGS else ""
    deed = moment.deed
    if deed is None:
        title = (
            gettext("Catatan yang tidak dapat dibaca")
            if moment.last is None
            else places(moment.sequence, moment.last)
        )
        return MomentShown(moment.sequence, title, warning, standing)
    entry = entry_of(deed.line, definition, shown.times)
    step = definition.steps.get(deed.line.element)
    ended = moment.turn if deed.line.act is Act.COMPLETED else None
    told = [each for each in moment.changes if _is_told(each, deed, definition)]
    return MomentShown(
        number=moment.sequence,
        title=f"{entry.title}: {entry.answer}" if entry.answer else entry.title,
        warning=warning,
        standing=standing,
        entry=entry,
        element=deed.line.element,
        step_number=step.number if step and ended else "",
        laps=laps_in_words([moment.turn.lap] if moment.turn else []),
        reason=entry.reason,
        changes=[_changed(c, moment, deed, shown) for c in told if c.before != c.after],
        same=sum(change.before == change.after for change in told),
        files=list(_files(told, deed, shown)),
        turn=turn_shown(ended, definition, shown.times) if ended else None,
        left=deed.left,
        entered=deed.entered,
        flows=deed.flows,
    )


def _is_told(change: Change, deed: Deed, definition: Definition) -> bool:
    return change.row.key not in told_elsewhere(deed.line, definition)


def _changed(change: Change, moment: Moment, deed: Deed, shown: Shown) -> Changed:
    say = shown.say_at(deed.line.element)
    return Changed(
        label=say(change.row.label),
        before=_words(change.before, shown, say) if moment.before is not None else None,
        after=_words(change.after, shown, say),
        masked=change.row.personal and not shown.revealed,
    )


def _words(row: Row | None, shown: Shown, say: Say) -> list[str]:
    """An answer with the names of its files, which are what changes where only they do."""
    if row is None:
        return []
    names = [file.name for file in attached(row.value)]
    return [*shown.entry(row, say).values, *names]


def _files(changes: Sequence[Change], deed: Deed, shown: Shown) -> Iterator[File]:
    for change in changes:
        if change.after is not None:
            yield from shown.files(change.after, shown.say_at(deed.line.element))


def _standing(tokens: Sequence[Token], definition: Definition, times: Times) -> Iterator[Standing]:
    """The tokens by their elements, at which they stand one after the other."""
    for element, group in groupby(tokens, key=lambda token: token.element):
        here = list(group)
        step = definition.steps.get(element)
        name = step.name if step else definition.names.get(element) or element
        due = min((token.due for token in here if token.due), default=None)
        yield Standing(
            element=element,
            name=f"{step.number}. {name}" if step and step.number else name,
            laps=laps_in_words([token.lap for token in here]),
            badge=_badge(here),
            lane=drawn_lane(definition, step.lane) if step else None,
            due=times.moment(due) if due else None,
            holders=", ".join(token.holder for token in here if token.holder),
        )


def laps_in_words(laps: Sequence[int]) -> str:
    """Which laps these are; the first needs no word while it is alone."""
    if max(laps, default=0) < 2:  # noqa: PLR2004 - the second lap is the first to be told apart
        return ""
    return gettext("putaran %(laps)s", laps=", ".join(map(str, laps)))


def _badge(here: Sequence[Token]) -> str:
    laps = laps_in_words([token.lap for token in here])
    if len(here) > 1:
        counted = gettext("%(count)s di sini", count=len(here))
        return f"{counted}, {laps}" if laps else counted
    return laps or gettext("di sini")
