"""What cannot be deployed is told with its place and what to do, and nothing is stored."""

from __future__ import annotations

import pytest

from service.web import diagram_upload
from tests.fakes.rembang import Rembang
from tests.integration.drawing import file, flow, node, path, process, start
from tests.integration.handing_in import confirm, sop, stored, upload
from tests.integration.site import Data, Site, Visitor, hidden_ones


def test_a_refused_diagram_lists_every_place_with_reason_and_remedy(
    office: Rembang, analyst: Visitor
) -> None:
    drawn = file(
        process(
            start(),
            node("userTask", "a", "Menerima rangkap dua", startQuantity="2"),
            node("userTask", "b", "Mengisi", camunda_formRef="hilang"),
            path("mulai", "a", "b"),
            flow("b", "tiada"),
        )
    )
    page = upload(analyst, (drawn, "surat.bpmn"))
    assert page.status_code == 422
    for told in (
        "Menerima rangkap dua",
        '<code class="line">a</code>',
        "baris 3",
        "startQuantity 2 tidak dapat dijalankan",
        "gambar percabangan dengan gerbang paralel",
        "formulir &#34;hilang&#34; tidak disertakan",
        "Sertakan berkas &#34;hilang.form&#34;",
        "menunjuk elemen &#34;tiada&#34; yang tidak ada",
        "Tidak ada yang disimpan.",
        'type="file"',
    ):
        assert told in page.text
    assert stored(office) == 1


def filled(*components: str) -> bytes:
    """A form file with these components."""
    return f'{{"type": "default", "id": "f", "components": [{", ".join(components)}]}}'.encode()


FIELD = '{"type": "textfield", "key": "nama", "label": "Nama"}'
UNKNOWN = '{"type": "iframe", "id": "peta", "label": "Peta"}'
ASKING = sop(a=node("userTask", "a", "Mengisi", camunda_formRef="isian"))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], ["Belum ada diagram. Pilih satu berkas .bpmn"]),
        ([(b"PK\3\4", "sop.zip")], ["“sop.zip” bukan diagram", "keluarkan dahulu isinya"]),
        ([(b"PK\3\4", "sop.bpmn")], ["arsip zip, bukan diagram BPMN 2.0"]),
        ([(b"\x89PNG\r\n", "sop.png")], ["“sop.png” bukan diagram", "gambar ulang"]),
        ([(b"\x89PNG\r\n", "sop.bpmn")], ["gambar, bukan diagram BPMN 2.0"]),
        ([(b"", "sop.bpmn")], ["“sop.bpmn” kosong", "Simpan ulang"]),
        ([(sop(), "satu.bpmn"), (sop(), "dua.bpmn")], ["Ada 2 diagram: satu.bpmn, dua.bpmn"]),
        ([(b" " * 4_000, "a.bpmn"), (b" ", "b.form")], ["lebih besar dari 1 MB"]),
        ([(ASKING, "sop.bpmn")], ["formulir &#34;isian&#34; tidak disertakan"]),
        ([(ASKING, "sop.bpmn"), (b"\xff", "isian.form")], ["“isian.form” bukan teks UTF-8"]),
        ([(ASKING, "sop.bpmn"), (b"halo", "isian.form")], ["“isian”", "bukan JSON"]),
        (
            [(ASKING, "sop.bpmn"), (filled(FIELD, FIELD), "isian.form")],
            ["Formulir “isian”, bagian “nama”", "dipakai dua kali"],
        ),
        (
            [(ASKING, "sop.bpmn"), (filled(FIELD, UNKNOWN), "isian.form")],
            ["Formulir “isian”, bagian “peta”", "iframe"],
        ),
    ],
)
def test_what_cannot_be_deployed_is_told_with_its_place_and_what_to_do(
    office: Rembang,
    analyst: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    files: list[tuple[bytes, str]],
    told: list[str],
) -> None:
    monkeypatch.setattr(diagram_upload, "LARGEST_UPLOAD", 4_000)
    page = upload(analyst, *files)
    assert page.status_code == 422
    for text in told:
        assert text in page.text
    assert stored(office) == 1


def test_a_form_in_another_dialect_of_utf_8_is_read(office: Rembang, analyst: Visitor) -> None:
    page = upload(analyst, (ASKING, "sop.bpmn"), (b"\xef\xbb\xbf" + filled(FIELD), "isian.form"))
    assert page.status_code == 200
    confirm(analyst, page, {"putusan-1": "baru"})
    assert stored(office) == 2


def test_what_is_far_too_large_is_answered_with_the_limit(site: Site, analyst: Visitor) -> None:
    site.app.config["MAX_CONTENT_LENGTH"] = 1_000
    page = upload(analyst, (b" " * 2_000, "sop.bpmn"))
    assert page.status_code == 413
    assert "diagram SOP dengan formulirnya bersama-sama paling besar 1 MB" in page.text


@pytest.mark.parametrize(
    "damaged", [{"diagram:tersimpan": "bukan base64!"}, {"formulir:tersimpan": "/w==:isian"}]
)
def test_a_form_that_brings_nothing_back_is_incomplete(
    office: Rembang, analyst: Visitor, damaged: Data
) -> None:
    assert analyst.post("/sops/deploy/confirm").status_code == 400
    review = upload(analyst, (sop(), "surat.bpmn"))
    assert confirm(analyst, review, {"putusan-1": "baru", **damaged}).status_code == 400
    assert stored(office) == 1


def test_what_the_form_carries_is_not_given_back_to_be_copied(
    office: Rembang, analyst: Visitor
) -> None:
    review = upload(analyst, (sop(), "surat.bpmn"))
    page = confirm(analyst, review, {"csrf_token": "lama", "putusan-1": "baru"})
    assert page.status_code == 400
    assert hidden_ones(review, "diagram:tersimpan")[0] not in page.text
    assert stored(office) == 1
