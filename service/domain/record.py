"""The record: chained events whose stored bytes are the bytes that were hashed."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from service.domain.actor import Actor, Operator
from service.domain.errors import Conflict

GENESIS = b"\0" * 32
SALT_BYTES = 16


class RecordDamaged(Conflict):
    """Catatan permohonan ini rusak. Beri tahu auditor unit kerja Anda."""


class Act(StrEnum):
    """What an event says was done."""

    STARTED = "started"
    CLAIMED = "claimed"
    RELEASED = "released"
    COMPLETED = "completed"
    TIMER = "timer"
    MESSAGE = "message"
    INCIDENT = "incident"
    RETRIED = "retried"
    CANCELLED = "cancelled"
    DEPLOYED = "deployed"
    REGISTERED = "registered"
    READ = "read"
    EXPORTED = "exported"
    VERIFIED = "verified"
    OFFICE_ADDED = "office added"
    PERSON_ADDED = "person added"
    PERSON_CHANGED = "person changed"
    PASSWORD_SET = "password set"  # noqa: S105 - what was done, not a password
    ROLE_ADDED = "role added"
    ROLE_REMOVED = "role removed"
    HOURS_CHANGED = "hours changed"
    HOLIDAYS_CHANGED = "holidays changed"


class What(StrEnum):
    """What a reading that must be recorded was of."""

    CASE = "case"
    REPLAY = "replay"
    PERSONAL_DATA = "personal data"
    FILE = "file"


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many events it has and the last one's hash."""

    count: int = 0
    hash: bytes = GENESIS


EMPTY = Head()


@dataclass(frozen=True)
class Answers:
    """Personal answers beside an event: erasing them leaves the chain whole."""

    salt: bytes
    body: bytes

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over salt and body: what the event holds of the answers."""
        return hashlib.sha256(self.salt + self.body).hexdigest()


@dataclass(frozen=True)
class Event:
    """One line of a chain, `sequence` counted from 1; `body` is canonical JSON in UTF-8."""

    chain: UUID
    sequence: int
    body: bytes
    hash: bytes
    answers: Answers | None = None

    def content(self) -> dict[str, Any]:
        """The body, read. Raises RecordDamaged when it is no object in JSON."""
        return _object(self.body)

    def beside(self) -> dict[str, Any]:
        """What stands beside the event, nothing where it was erased. Raises RecordDamaged."""
        return {} if self.answers is None else _object(self.answers.body)

    def answers_fit(self, content: Mapping[str, Any]) -> bool:
        """Whether the answers beside the event, if any still stand, are those it was made with."""
        return self.answers is None or self.answers.digest == content.get("answers")


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):  # not JSON, or nested deeper than anybody writes
        raise RecordDamaged from None
    if not isinstance(content, dict):
        raise RecordDamaged
    return content


def chained_hash(previous: bytes, body: bytes) -> bytes:
    """SHA-256 over the previous event's hash and this event's bytes."""
    return hashlib.sha256(previous + body).digest()


def is_whole(event: Event, previous: bytes | None) -> bool:
    """Whether the event is what was chained there, with nothing but its own answers beside it.

    `previous` is the hash of the event before, `GENESIS` for the first; None where that event is
    missing, so that the hash tells nothing. Erased answers are no harm.
    """
    if previous is not None and chained_hash(previous, event.body) != event.hash:
        return False
    try:
        content = event.content()
    except RecordDamaged:
        return False
    in_place = (content.get("chain"), content.get("sequence")) == (str(event.chain), event.sequence)
    return in_place and event.answers_fit(content)


def append(
    chain: UUID, head: Head, content: Mapping[str, object], answers: bytes | None = None
) -> tuple[Event, Head]:
    """The next event of `chain` after `head`, and the new head.

    `content` is plain JSON; the chain, the place in it and the answers' salted digest are added.
    """
    kept = None if answers is None else Answers(secrets.token_bytes(SALT_BYTES), answers)
    sealed: dict[str, object] = {**content, "chain": str(chain), "sequence": head.count + 1}
    if kept is not None:
        sealed["answers"] = kept.digest
    body = canonical(sealed)
    event = Event(chain, head.count + 1, body, chained_hash(head.hash, body), kept)
    return event, Head(event.sequence, event.hash)


def canonical(content: object) -> bytes:
    """JSON with sorted keys and no white space, in UTF-8: one content, one spelling."""
    return _spelled(content).encode()


_spelled = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode


def at_utc(moment: datetime) -> str:
    """An aware moment as the record writes it: UTC, microseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def by(actor: Actor | Operator, role: str = "", on_behalf_of: str = "") -> dict[str, str]:
    """The actor as the record names them: in which role, and for which lane of another name.

    That lane stands for the public ("a.n."), or the office gave it to this role.
    """
    if isinstance(actor, Operator):
        return {"name": actor.name}
    named = {"id": str(actor.id), "account": actor.account, "name": actor.name}
    if role:
        named["role"] = role
    if on_behalf_of and on_behalf_of != role:
        named["for"] = on_behalf_of
    return named
