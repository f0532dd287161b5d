"""Files that people hand in: their limits, what is refused, and where they stand in answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import IO

from service.domain.errors import Conflict, Invalid, NotFound, Unavailable
from service.domain.form_fields import Answers, FileRef, RequirementAnswer

_HASH = re.compile(r"[0-9a-f]{64}")
LARGEST_FILE = 10 * 1024 * 1024
_PORTION = 1 << 20  # bytes read at a time


class FileTooLarge(Invalid):
    """Berkas "%(name)s" lebih besar dari 10 MB. Perkecil atau pindai ulang, lalu unggah kembali."""


class FileTypeRefused(Invalid):
    """Berkas "%(name)s" bukan PDF, JPEG, atau PNG. Ubah jenisnya, lalu unggah kembali."""


class FileEmpty(Invalid):
    """Berkas "%(name)s" kosong. Periksa berkasnya, lalu unggah kembali."""


class FilesNotKept(Unavailable):
    """Berkas belum disimpan karena tempat penyimpanannya penuh atau tidak dapat ditulis. Beri tahu pengelola sistem, lalu pilih kembali berkasnya."""  # noqa: E501 - one message for the person


class FileUnknown(NotFound):
    """Berkas ini tidak ditemukan pada permohonan ini."""


class FileMissing(Conflict):
    """Berkas ini tercatat, tetapi isinya tidak ditemukan atau rusak di penyimpanan. Beri tahu administrator."""  # noqa: E501 - one message for the person


def is_hash(text: str) -> bool:
    """Whether `text` can be a file's SHA-256 in hexadecimal."""
    return _HASH.fullmatch(text) is not None


def sha256_of(content: IO[bytes]) -> str:
    """The SHA-256 (hex) of what is left to read."""
    digest = hashlib.sha256()
    while portion := content.read(_PORTION):
        digest.update(portion)
    return digest.hexdigest()


def files_in(answers: Answers) -> tuple[FileRef, ...]:
    """Every file among the answers, in the order of the form."""
    return tuple(_files(answers))


def _files(answers: Answers) -> Iterator[FileRef]:
    for answer in answers.values():
        attached = answer.files if isinstance(answer, RequirementAnswer) else answer
        if isinstance(attached, tuple):
            yield from (each for each in attached if isinstance(each, FileRef))
