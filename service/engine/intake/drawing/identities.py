"""Every element has one id of its own: given where none is drawn, told apart where two share it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from service.domain.definition import Note, NoteKind
from service.engine.intake.drawing.markup import id_of, note_at, plain, quoted, tag_of
from service.engine.intake.drawing.sheet import Sheet

# Conditions are written with the ids of elements in them, between quotation marks.
_UNUSABLE = re.compile(r"""[\s"'`\\]""")
_LONGEST = 200
"""Characters: a definition's key and an element's id are kept in columns of 255."""


def identify(sheet: Sheet) -> Iterator[Note]:
    """Gives the elements their ids; yields a note on each that is not the drawn one."""
    places: Counter[str] = Counter()
    ids = _Ids({plain(id_of(element)) for element in sheet.identified()})
    for element in sheet.identified():
        places[tag_of(element)] += 1
        drawn = id_of(element)
        wanted = _UNUSABLE.sub("_", plain(drawn))[:_LONGEST]
        if drawn and drawn == wanted and ids.take(drawn):
            continue
        element.set("id", ids.free(wanted or f"{tag_of(element)}_{places[tag_of(element)]}"))
        rule = "duplicate-ids" if drawn and drawn == wanted else "ids"
        reason = f"{_reason(drawn, rule)}; elemen ini dinamai {quoted(id_of(element))}"
        yield note_at(NoteKind.ASSUMED, element, reason, rule=rule)


def _reason(drawn: str, rule: str) -> str:
    if not drawn.strip():
        return "elemen ini tanpa id"
    if rule == "duplicate-ids":
        return f"id {quoted(drawn)} sudah dipakai"
    return f"id {quoted(drawn)} terlalu panjang, atau memuat spasi atau tanda kutip"


class _Ids:
    """The ids in use; `drawn` are given to nothing else, also before their element is reached."""

    def __init__(self, drawn: set[str]) -> None:
        self._drawn = drawn
        self._taken: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def take(self, drawn: str) -> bool:
        """Keeps an element's own id, unless another has it."""
        if drawn in self._taken:
            return False
        self._taken.add(drawn)
        return True

    def free(self, wanted: str) -> str:
        """`wanted`, or the first of `wanted_2`, `wanted_3` ... that nothing has."""
        given = wanted
        while given in self._taken or given in self._drawn:
            self._numbers[wanted] += 1
            given = f"{wanted}_{self._numbers[wanted] + 1}"
        self._taken.add(given)
        return given
