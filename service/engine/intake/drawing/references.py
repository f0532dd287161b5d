"""Which element a reference means, however the tool wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from service.engine.intake.drawing.markup import (
    Element,
    id_of,
    line_of,
    name_of,
    plain,
    quoted,
    tag_of,
)
from service.engine.intake.drawing.sheet import scope_of


class _Alike:
    """Elements that share an id, by what they lie in; looked through once, however many refer."""

    def __init__(self, elements: list[Element]) -> None:
        self.elements = elements
        self._inside: dict[Element, list[Element]] = {}
        self._directly: dict[Element, list[Element]] = {}
        for element in elements if len(elements) > 1 else ():
            for around in element.iterancestors():
                self._inside.setdefault(around, []).append(element)
            if (scope := scope_of(element)) is not None:
                self._directly.setdefault(scope, []).append(element)

    def nearest(self, near: Element) -> list[Element]:
        """Those in its own scope, else those in the smallest around it."""
        for around in near.iterancestors():
            if found := self._directly.get(around) or self._inside.get(around):
                return found
        return []


class References:
    """The elements of a file by the ids they were drawn with, whatever they are called later."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self._drawn: dict[str, list[Element]] = {}
        self._alike: dict[tuple[str, frozenset[str]], _Alike] = {}
        for element in elements:
            if key := plain(id_of(element)):
                self._drawn.setdefault(key, []).append(element)

    def all(self, reference: str, near: Element, tags: frozenset[str]) -> list[Element]:
        """What it can mean among these kinds: several only where nothing tells them apart.

        Prefixes are those of qualified names. Of elements with one id, those nearest to `near`
        are meant: in its own scope, else in the smallest around it.
        """
        key = plain(reference)
        for name in (key, local_part(key)):
            alike = self._among(name, tags)
            if len(alike.elements) > 1:
                return alike.nearest(near)
            if alike.elements:
                return alike.elements
        return []

    def one(self, reference: str, near: Element, tags: frozenset[str]) -> Element | None:
        """What it means among these kinds; None where that is nothing, or not to be told."""
        found = self.all(reference, near, tags)
        return found[0] if len(found) == 1 else None

    def _among(self, name: str, tags: frozenset[str]) -> _Alike:
        if (name, tags) not in self._alike:
            drawn = self._drawn.get(name, ())
            self._alike[name, tags] = _Alike([each for each in drawn if tag_of(each) in tags])
        return self._alike[name, tags]

    def anything(self, reference: str) -> Element | None:
        """The first element of any kind with that id."""
        drawn = self._drawn.get(plain(reference)) or self._drawn.get(local_part(plain(reference)))
        return drawn[0] if drawn else None


def local_part(name: str) -> str:
    """A qualified name without its prefix."""
    return name.rpartition(":")[2]


def listed(elements: Iterable[Element]) -> str:
    """Their names and lines for a sentence."""
    return " dan ".join(
        f"{tag_of(each)} {quoted(name_of(each) or id_of(each))} (baris {line_of(each)})"
        for each in elements
    )
