"""What a person sent with a form: the texts, the files just uploaded, and those kept before."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import IO
from uuid import UUID

from flask import abort, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from service.domain.actor import Actor
from service.domain.errors import N_, Invalid
from service.domain.files import FilesNotKept
from service.domain.form_fields import FileRef, InvalidAnswers, Problem, Submitted

# Beside a form's own keys, which hold no colon.
_UPLOAD = ":berkas"
_KEPT = ":tersimpan"
_NOT_ANSWERS = {"csrf_token", "act"}

_UNREADABLE = N_("Berkas yang tersimpan tidak dapat dipakai lagi. Pilih kembali berkasnya.")


@dataclass(frozen=True)
class Submission:
    """A form as sent; `problems`: field key -> why a file was refused."""

    act: UUID
    submitted: Submitted
    problems: Mapping[str, Problem]

    def check_files(self) -> None:
        """Raises InvalidAnswers when a file was refused."""
        if self.problems:
            raise InvalidAnswers(self.problems)


@dataclass(frozen=True)
class Kept:
    """A stored file in a form that is sent again; `joins`: a new one comes beside it."""

    file: FileRef
    joins: bool


class KeptFiles:
    """Names stored files in a form, so that an error costs no upload.

    Only who was given a name may use it, and only in the same form.
    """

    def __init__(self, secret_key: bytes) -> None:
        self._signer = URLSafeSerializer(secret_key, salt="kept-file")

    def token(self, actor: Actor, form: str, kept: Kept) -> str:
        """The signed name of a file for this person in this form."""
        named = [str(actor.id), form, kept.joins, asdict(kept.file)]
        return str(self._signer.dumps(named))

    def read(self, reader: UUID, form: str, token: str) -> Kept | None:
        """The file that `token` names; None when it was made for another person or form."""
        try:
            person, place, joins, file = self._signer.loads(token)
        except (BadSignature, ValueError):
            return None
        return Kept(FileRef(**file), joins) if (person, place) == (str(reader), form) else None


def has_uploads() -> bool:
    """Whether the request brings files."""
    return any(True for _ in _uploads())


def act_sent() -> UUID:
    """The act id of the form; a form without one is answered with 400."""
    try:
        return UUID(request.form.get("act", ""))
    except ValueError:
        abort(400)


@dataclass(frozen=True)
class Intake:
    """Reads submissions, and keeps their files whatever becomes of the rest."""

    keep_file: Callable[[str, IO[bytes]], FileRef]
    kept: KeptFiles

    def read(self, sender: UUID, form: str, keys: Container[str] = ()) -> Submission:
        """The submission of this person in the request; `form` is what `KeptFiles` binds to.

        `keys` are its fields: a file for anything else is not kept.
        """
        files: dict[str, list[FileRef]] = {}
        problems: dict[str, Problem] = {}
        for key, upload in _uploads():
            if key not in keys:
                continue
            try:
                kept_now = self.keep_file(upload.filename or "", upload.stream)
                files.setdefault(key, []).append(kept_now)
            except (Invalid, FilesNotKept) as refused:
                problems[key] = Problem(refused.message, refused.values)
        uploaded = set(files)
        for key, token in _tokens():
            kept = self.kept.read(sender, form, token)
            if kept is None:
                problems.setdefault(key, Problem(_UNREADABLE))
            elif kept.joins or key not in uploaded:
                files.setdefault(key, []).append(kept.file)
        return Submission(act_sent(), Submitted(_texts(), files), problems)


def _texts() -> dict[str, list[str]]:
    return {
        name: texts
        for name, texts in request.form.lists()
        if name not in _NOT_ANSWERS and not name.endswith(_KEPT)
    }


def _uploads() -> Iterator[tuple[str, FileStorage]]:
    """The chosen files by field; a browser also sends an empty part for a field without one."""
    for name, upload in request.files.items(multi=True):
        if upload.filename:
            yield name.removesuffix(_UPLOAD), upload


def _tokens() -> Iterator[tuple[str, str]]:
    """The names of kept files by field."""
    for name, token in request.form.items(multi=True):
        if name.endswith(_KEPT):
            yield name.removesuffix(_KEPT), token
