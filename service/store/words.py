"""Words: what many events say alike, who acted and by which version, stored once for all of them.

A word's id is the beginning of its hash. So no process, nor any copy of the database, can mean
another word by it, and one that is not there is refused by the foreign keys of the events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from service.memory import Memory

_MOST_KNOWN = 1024 * 1024  # bytes: some thousand words
_BESIDE = 200  # bytes that one takes beside its text


@dataclass(frozen=True)
class Word:
    """A value in JSON as it stands in the text of an event."""

    text: bytes

    @property
    def id(self) -> int:
        """Of 64 bits, with its sign."""
        return int.from_bytes(sha256(self.text).digest()[:8], signed=True)


@dataclass(frozen=True)
class Shortened:
    """The text of an event, with marks where its words stood."""

    text: bytes
    actor: Word | None = None
    definition: Word | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        """Those that it has."""
        return tuple(word for word in (self.actor, self.definition) if word)


Known = Memory[Word, bool]
"""The words that a process knows the database to hold."""

# What no JSON has.
_ACTOR, _DEFINITION = b"\x04", b"\x05"
_ACTED = re.compile(rb'"actor":(\{[^{}]*\})')
_DEFINED = re.compile(rb'"definition":("[0-9a-f]{64}")')


def shortened(text: bytes) -> Shortened:
    """Without its words; itself where it has none."""
    if text.translate(None, _ACTOR + _DEFINITION) != text:  # no JSON; nothing that is written here
        return Shortened(text)
    acted, defined = _ACTED.search(text), _DEFINED.search(text)
    if acted:
        text = text.replace(acted[1], _ACTOR, 1)
    if defined:
        text = text.replace(defined[1], _DEFINITION, 1)
    return Shortened(text, acted and Word(acted[1]), defined and Word(defined[1]))


def whole(text: bytes, actor: bytes | None, definition: bytes | None) -> bytes:
    """The text of an event, from what `shortened` left of it and its words."""
    for mark, word in ((_ACTOR, actor), (_DEFINITION, definition)):
        if word is not None:
            text = text.replace(mark, word, 1)
    return text


def none_known() -> Known:
    """To be filled by `Words.keep`, until something is not as it is known."""
    return Memory(_MOST_KNOWN)


class Words:
    """Those that one transaction writes, beside those that its process knows to be there.

    `relied`: whether it wrote of some that only were known.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self._written: set[Word] = set()
        self.relied = False

    def unwritten(self, events: Iterable[Shortened]) -> Sequence[Word]:
        """Those to write with the events; in one order, so that no two wait for each other."""
        words = {word for event in events for word in event.words} - self._written
        new = {word for word in words if not self._known.get(word)}
        self.relied |= new != words
        self._written |= new
        return sorted(new, key=lambda word: word.id)

    def keep(self) -> None:
        """They are known from now on: the transaction is committed."""
        for word in self._written:
            self._known.keep(word, True, len(word.text) + _BESIDE)
