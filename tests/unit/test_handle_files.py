"""Files: kept when they come, given back to who may see the case."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from uuid import UUID, uuid4

import pytest

from service.domain.actor import Actor
from service.domain.case import CaseUnknown
from service.domain.files import FileMissing, FileTypeRefused, FileUnknown, files_in
from service.domain.form_fields import Answers, FileRef, RequirementAnswer
from service.domain.policy import NotYourCase
from service.usecases.handle_files import FileAsked, OpenFile, keep_file, open_file
from tests.fakes.rembang import Rembang


@pytest.fixture
def case(rembang: Rembang, scan: FileRef) -> UUID:
    """A case that holds the scan."""
    task = rembang.carry_to("Kegiatan_1")
    rembang.complete(task, rembang.petugas, files={"kelengkapan_2": [scan]})
    return task.case


def opened(rembang: Rembang, actor: Actor, case: UUID, file_hash: str) -> OpenFile:
    return open_file(
        FileAsked(actor, case, file_hash),
        store=rembang.store,
        engine=rembang.engine,
        files=rembang.files,
        clock=rembang.clock,
    )


def test_a_file_comes_back_as_it_was_handed_in(rembang: Rembang, scan: FileRef, case: UUID) -> None:
    for person in (rembang.petugas, rembang.kepala, rembang.auditor):
        found = opened(rembang, person, case, scan.hash)
        assert found.file == scan
        assert found.content.read() == b"scan"


def test_who_may_not_see_the_case_may_not_open_its_files(
    rembang: Rembang, tanjungpinang: Rembang, scan: FileRef, case: UUID
) -> None:
    with pytest.raises(NotYourCase):
        opened(rembang, rembang.analyst, case, scan.hash)
    with pytest.raises(CaseUnknown):
        opened(rembang, tanjungpinang.petugas, case, scan.hash)
    with pytest.raises(CaseUnknown):
        opened(rembang, rembang.petugas, uuid4(), scan.hash)


def test_a_file_is_opened_through_the_case_that_holds_it(
    rembang: Rembang, scan: FileRef, case: UUID
) -> None:
    other = rembang.start().case
    assert opened(rembang, rembang.petugas, case, scan.hash).file == scan
    with pytest.raises(FileUnknown):
        opened(rembang, rembang.petugas, other, scan.hash)


def test_a_file_whose_content_is_gone_is_said_to_be_missing(
    rembang: Rembang, scan: FileRef, case: UUID
) -> None:
    rembang.files.contents.clear()
    with pytest.raises(FileMissing):
        opened(rembang, rembang.petugas, case, scan.hash)


def test_a_file_of_another_type_is_refused(rembang: Rembang) -> None:
    with pytest.raises(FileTypeRefused, match=r"surat\.docx"):
        keep_file("surat.docx", BytesIO(b"PK"), files=rembang.files)


def test_files_are_found_wherever_they_stand_among_the_answers(scan: FileRef) -> None:
    photo = replace(scan, hash="2" * 64, name="ktp.jpg")
    answers: Answers = {
        "kk": RequirementAnswer(present=True, files=(scan,)),
        "ktp": RequirementAnswer(present=True),
        "berkas": (photo,),
        "pilihan": ("a", "b"),
        "perihal": "KIS",
        "kosong": None,
    }
    assert files_in(answers) == (scan, photo)


def test_whoever_opens_a_file_is_on_the_record(rembang: Rembang, scan: FileRef, case: UUID) -> None:
    for person in (rembang.petugas, rembang.auditor):
        opened(rembang, person, case, scan.hash)
        read = rembang.events(case)[-1].content()
        assert (read["act"], read["what"], read["file"]) == ("read", "file", scan.hash)
        assert read["actor"]["account"] == person.account
        assert read["definition"] == rembang.deployment.hash
