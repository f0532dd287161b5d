"""Handle files: keep what a person hands in, and give it back to who may see the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.form_fields import FileRef
from service.usecases.ports import Engine, Files, Store


@dataclass(frozen=True)
class OpenFile:
    """A file's bytes with its name and type."""

    file: FileRef
    content: IO[bytes]


def keep_file(name: str, content: IO[bytes], *, files: Files) -> FileRef:
    """Keep one upload, whatever becomes of its form. Raises FileTooLarge, FileTypeRefused."""
    return files.keep(name, content)


def open_file(
    actor: Actor, case: UUID, file_hash: str, *, store: Store, engine: Engine, files: Files
) -> OpenFile:
    """A file of a case. Raises CaseUnknown, NotYourCase, FileUnknown, FileMissing."""
    with store.read() as work:
        found = work.cases.get(case)
        definition = engine.definition(work.deployments.get(found.definition))
        policy.check_can_see_case(actor, found, definition)
        file = work.cases.file(case, file_hash)
    return OpenFile(file, files.open(file_hash))
