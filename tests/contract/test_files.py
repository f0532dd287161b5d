"""Files: kept by the hash of their content, refused by size and type, found again byte for byte."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest

from service.documents.file_store import DiskFiles
from service.domain.files import (
    LARGEST_FILE,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    FileTypeRefused,
)
from service.usecases.ports import Files
from tests.fakes.surroundings import InMemoryFiles

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(8)
WORD = b"PK\x03\x04" + bytes(60)


@pytest.fixture(params=["memory", "disk"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return InMemoryFiles() if request.param == "memory" else DiskFiles(tmp_path / "files")


def read(files: Files, file_hash: str) -> bytes:
    with files.open(file_hash) as content:
        return content.read()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [("kk.pdf", PDF, "application/pdf"), ("ktp.png", PNG, "image/png")],
)
def test_a_file_comes_back_byte_for_byte(
    files: Files, name: str, content: bytes, media_type: str
) -> None:
    kept = files.keep(name, BytesIO(content))
    assert kept.hash == hashlib.sha256(content).hexdigest()
    assert (kept.name, kept.media_type, kept.size) == (name, media_type, len(content))
    assert read(files, kept.hash) == content


def test_one_content_is_kept_once_under_any_name(files: Files) -> None:
    first = files.keep("kk.pdf", BytesIO(PDF))
    second = files.keep("salinan.pdf", BytesIO(PDF))
    assert first.hash == second.hash
    assert (first.name, second.name) == ("kk.pdf", "salinan.pdf")
    assert read(files, first.hash) == PDF


def test_the_largest_file_is_kept_and_one_byte_more_is_refused(files: Files) -> None:
    largest = PDF + bytes(LARGEST_FILE - len(PDF))
    assert files.keep("kk.pdf", BytesIO(largest)).size == LARGEST_FILE
    with pytest.raises(FileTooLarge, match=r"kk\.pdf"):
        files.keep("kk.pdf", BytesIO(largest + b"\0"))


def test_an_empty_file_is_refused(files: Files) -> None:
    with pytest.raises(FileEmpty, match=r"kk\.pdf"):
        files.keep("kk.pdf", BytesIO())


def test_another_type_is_refused_and_not_kept(files: Files) -> None:
    with pytest.raises(FileTypeRefused, match=r"surat\.docx"):
        files.keep("surat.docx", BytesIO(WORD))
    with pytest.raises(FileMissing):
        files.open(hashlib.sha256(WORD).hexdigest())


@pytest.mark.parametrize("file_hash", ["0" * 64, "", "../../etc/passwd", "0" * 63 + "\0"])
def test_what_was_never_kept_is_missing(files: Files, file_hash: str) -> None:
    with pytest.raises(FileMissing):
        files.open(file_hash)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("surat.hta", "surat.hta.pdf"), ("surat", "surat.pdf"), ("SURAT.PDF", "SURAT.PDF")],
)
def test_a_name_ends_as_its_content_is(tmp_path: Path, sent: str, kept: str) -> None:
    assert DiskFiles(tmp_path).keep(sent, BytesIO(PDF)).name == kept
