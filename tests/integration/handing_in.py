"""An analyst's files and forms: what is handed in, checked and confirmed over the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

from werkzeug.test import TestResponse

from tests.fakes.rembang import Rembang
from tests.integration.drawing import end, file, lanes, path, process, start, task
from tests.integration.site import Data, Visitor, hidden_ones

KNOWN = "Petugas Pelayanan"


def sop(lane: str = "Loket", *, time: str = "5 menit", **elements: str) -> bytes:
    """An SOP of two steps: one in `lane`, the other by a role that the office has."""
    return file(
        process(
            lanes(**{lane: "mulai a", KNOWN: "b selesai"}),
            start(),
            elements.get("a", task("a", "Menerima berkas", nomor="1", waktu=time)),
            task("b", "Menyerahkan surat", nomor="2"),
            end(),
            path("mulai", "a", "b", "selesai"),
            key="layanan-surat",
            name="Layanan Surat",
        )
    )


def upload(visitor: Visitor, *files: tuple[bytes, str]) -> TestResponse:
    """Choose files and send them to be checked."""
    sent = [(BytesIO(content), name) for content, name in files]
    return visitor.post("/sops/deploy", {"berkas": sent})


def confirm(
    visitor: Visitor, review: TestResponse, decisions: Mapping[str, str] | None = None
) -> TestResponse:
    """Send the review's form as it stands, with what the analyst chose."""
    sent: dict[str, list[str]] = {}
    for name in re.findall(r'type="hidden" name="([^"]+)"', review.text):
        sent[name] = hidden_ones(review, name)
    del sent["csrf_token"]
    data: Data = {**sent, **(decisions or {})}
    return visitor.post("/sops/deploy/confirm", data)


def stored(office: Rembang) -> int:
    """How many versions the office has."""
    with office.store.read() as work:
        return len(work.deployments.of_office(office.office.id))
