"""Files on disk, each once under the hash of its content."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import IO

from service.domain.files import (
    LARGEST_FILE,
    FileEmpty,
    FileMissing,
    FilesNotKept,
    FileTooLarge,
    FileTypeRefused,
    is_hash,
)
from service.domain.form_fields import MEDIA_TYPES, FileRef

_PORTION = 1 << 16
_LONGEST_NAME = 150


class DiskFiles:
    """See `ports.Files`. A file is whole and on the disk before anything names it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, content: IO[bytes]) -> FileRef:
        """Raises FileEmpty, FileTooLarge, FileTypeRefused; the type is read from the content.

        Raises FilesNotKept, and leaves nothing behind, where the disk takes no more.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._keep(plain_name(name), content)
        except OSError as error:
            raise FilesNotKept from error

    def _keep(self, name: str, content: IO[bytes]) -> FileRef:
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as arriving:
            try:
                file = _receive(name, content, arriving)
                arriving.flush()
                os.fsync(arriving.fileno())
                place = self._place(file.hash)
                place.parent.mkdir(exist_ok=True)
                Path(arriving.name).replace(place)
            finally:
                Path(arriving.name).unlink(missing_ok=True)
        return file

    def holds(self, file: FileRef) -> bool:
        """Asks the file system only."""
        try:
            return self._place(file.hash).stat().st_size == file.size
        except OSError:
            return False

    def open(self, file_hash: str) -> IO[bytes]:
        """Raises FileMissing."""
        if not is_hash(file_hash):
            raise FileMissing
        try:
            return self._place(file_hash).open("rb")
        except OSError:
            raise FileMissing from None

    def _place(self, file_hash: str) -> Path:
        return self._folder / file_hash[:2] / file_hash


def plain_name(name: str) -> str:
    """The last part of a path that a browser sent, without what no file name should hold."""
    last = re.split(r"[\\/]", name)[-1]
    printable = "".join(c for c in last if c.isprintable()).strip(" .")
    stem, dot, ending = printable.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{ending[:10]}" if stem else printable or "berkas"


def _receive(name: str, content: IO[bytes], arriving: IO[bytes]) -> FileRef:
    digest = hashlib.sha256()
    size = 0
    media_type = ""
    while portion := content.read(_PORTION):
        media_type = media_type or _media_type(name, portion)
        size += len(portion)
        if size > LARGEST_FILE:
            raise FileTooLarge(name=name)
        digest.update(portion)
        arriving.write(portion)
    if not size:
        raise FileEmpty(name=name)
    return FileRef(digest.hexdigest(), _named_as(media_type, name), media_type, size)


def _media_type(name: str, start: bytes) -> str:
    for signature, media_type in _SIGNATURES.items():
        if start.startswith(signature):
            return media_type
    raise FileTypeRefused(name=name)


_SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


def _named_as(media_type: str, name: str) -> str:
    """The name with an ending that tells the truth: on a desk the ending decides what opens it."""
    if MEDIA_TYPES.get(Path(name).suffix.lower()) == media_type:
        return name
    return name + next(ending for ending, kind in MEDIA_TYPES.items() if kind == media_type)
