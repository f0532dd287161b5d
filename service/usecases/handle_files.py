"""Handle files: keep what a person hands in, and give it back to who may see the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.files import FileMissing, FileUnknown, is_hash, sha256_of
from service.domain.form_fields import FileRef
from service.domain.record import What
from service.usecases.advancing import reading, record_reading
from service.usecases.definitions import meaning_for
from service.usecases.ports import Clock, Engine, Files
from service.usecases.repositories import Store


@dataclass(frozen=True)
class FileAsked:
    """Who asks for which file of which case."""

    actor: Actor
    case: UUID
    file_hash: str


@dataclass(frozen=True)
class OpenFile:
    """A file's bytes with its name and type."""

    file: FileRef
    content: IO[bytes]


def keep_file(name: str, content: IO[bytes], *, files: Files) -> FileRef:
    """Keep one upload, whatever becomes of its form.

    Raises FileEmpty, FileTooLarge, FileTypeRefused, FilesNotKept.
    """
    return files.keep(name, content)


def open_file(
    asked: FileAsked, *, store: Store, engine: Engine, files: Files, clock: Clock
) -> OpenFile:
    """A file of a case; scans hold personal data, so that every reading is recorded.

    Raises CaseUnknown, NotYourCase, FileUnknown, FileMissing (also for one that was changed).
    """
    if not is_hash(asked.file_hash):
        raise FileUnknown
    with store.read() as work:
        case = work.cases.get(asked.case)
        definition = meaning_for(case, work, engine)
        if definition.damaged:
            policy.check_can_see_damaged_case(asked.actor, case, work.tasks.of_case(case.id))
        else:
            policy.check_can_see_case(asked.actor, case, definition)
        file = work.cases.file(case.id, asked.file_hash)
    content = files.open(file.hash)
    if sha256_of(content) != file.hash:
        content.close()
        raise FileMissing
    content.seek(0)
    said = reading(asked.actor, What.FILE, clock.now(), definition)
    record_reading(case.id, {**said, "file": file.hash}, store=store)
    return OpenFile(file, content)
