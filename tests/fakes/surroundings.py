"""Stand-ins for clock, passwords, calendar and file store."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import PurePath
from typing import IO

from service.domain.files import (
    LARGEST_FILE,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    FileTypeRefused,
)
from service.domain.form_fields import MEDIA_TYPES, FileRef

# A Monday, 09.00 in Jakarta: an office is open, and its second case comes in the same week.
MONDAY = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **length: float) -> None:
        """Let time pass: `minutes=5`, as `timedelta` takes it."""
        self.at += timedelta(**length)


class PlainPasswords:
    """Passwords that anybody can read."""

    def hash(self, password: str) -> str:
        return f"plain:{password}"

    def matches(self, stored: str | None, password: str) -> bool:
        return stored == self.hash(password)


class NoHolidays:
    """A nation that works every weekday."""

    def __call__(self, year: int) -> Mapping[date, str]:
        del year  # one is like another
        return {}

    def has_joint_leave(self, year: int) -> bool:
        del year
        return True


class FixedHolidays:
    """A nation whose days off are those that a test gives: none, at first."""

    def __init__(self) -> None:
        self.days: dict[date, str] = {}
        self.joint_leave = True

    def __call__(self, year: int) -> Mapping[date, str]:
        return {day: name for day, name in self.days.items() if day.year == year}

    def has_joint_leave(self, year: int) -> bool:
        del year  # the test means the one that it asks for
        return self.joint_leave


class InMemoryFiles:
    """Files by the hash of their content, their type by their name's ending.

    `contents` is open to tests that lose or change one.
    """

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def keep(self, name: str, content: IO[bytes]) -> FileRef:
        data = content.read()
        if not data:
            raise FileEmpty(name=name)
        if len(data) > LARGEST_FILE:
            raise FileTooLarge(name=name)
        media_type = MEDIA_TYPES.get(PurePath(name).suffix)
        if media_type is None:
            raise FileTypeRefused(name=name)
        file_hash = hashlib.sha256(data).hexdigest()
        self.contents[file_hash] = data
        return FileRef(file_hash, name, media_type, len(data))

    def holds(self, file: FileRef) -> bool:
        return len(self.contents.get(file.hash, b"")) == file.size

    def open(self, file_hash: str) -> IO[bytes]:
        if file_hash not in self.contents:
            raise FileMissing
        return BytesIO(self.contents[file_hash])
