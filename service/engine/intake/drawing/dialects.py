"""What a file is that is no BPMN 2.0: named, so that its owner knows what to export instead."""

from __future__ import annotations

import re

_BPMN = "Buka pada alat asalnya dan ekspor sebagai BPMN 2.0 (.bpmn), lalu ulangi."
_EXTRACT = "Ekstrak dahulu, lalu unggah berkas .bpmn di dalamnya."
_ARCHIVE = b"PK\x03\x04"

# An archive writes the names of its files as they are.
_ARCHIVES = (
    (rb"visio/document\.xml", "diagram Visio (.vsdx)", _BPMN),
    (rb"\.bpmn", "arsip zip yang memuat berkas BPMN", _EXTRACT),
    (rb"\.proc", "proyek Bonita (.bos)", _BPMN),
    (rb"\.diag", "model Bizagi (.bpm)", _BPMN),
    (rb"word/|xl/|ppt/", "dokumen Office", _BPMN),
    (rb"", "arsip zip", _EXTRACT),
)
_BEGINNINGS = (
    (rb"\xd0\xcf\x11\xe0", "berkas Visio atau Office versi lama", _BPMN),
    (rb"%PDF", "dokumen PDF", _BPMN),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM", "gambar", _BPMN),
    (rb"(?i)\s*(<!doctype html|<html)", "halaman web (HTML)", _BPMN),
    (rb"\s*[{\[]", "berkas JSON", _BPMN),
)
# Root element and name space as `{space}tag`.
_ROOTS = (
    (r"\{.*(XPDL|wfmc).*\}Package|\{\}Package", "XPDL"),
    (r".*\}epml", "EPC (EPML)"),
    (r"\{\}AML", "ARIS (AML)"),
    (r".*\}VisioDocument", "Visio (.vdx)"),
    (r"\{.*bonitasoft.*\}.*|\{.*XMI.*\}XMI", "Bonita (.proc) atau XMI"),
    (r"\{\}ADO(XML)?", "ADONIS (ADOXML)"),
    (r"\{.*wsbpel.*\}process|\{.*business-process.*\}process", "BPEL"),
    (r"\{.*/DMN/.*\}definitions", "tabel keputusan DMN"),
    (r"\{.*/CMMN/.*\}definitions", "CMMN"),
    (r"\{.*wsdl.*\}definitions", "WSDL"),
    (r".*\}(mxfile|mxGraphModel)", "draw.io"),
    (r".*\}graphml", "yEd (GraphML)"),
    (r".*\}pnml", "jaring Petri (PNML)"),
    (r".*\}process-definition", "jPDL"),
    (r".*\}svg", "gambar SVG"),
    (r"(?i).*\}html", "halaman web (HTML)"),
)


def other_file(diagram: bytes) -> tuple[str, str] | None:
    """What bytes that are no XML are, and the remedy; None where they may be XML."""
    start = diagram.removeprefix(b"\xef\xbb\xbf")
    if start.startswith(_ARCHIVE):
        return next((name, remedy) for sign, name, remedy in _ARCHIVES if re.search(sign, start))
    found = ((name, remedy) for sign, name, remedy in _BEGINNINGS if re.match(sign, start))
    return next(found, None)


def other_language(tag: str) -> tuple[str, str] | None:
    """What XML with this root tag (as lxml writes it) is, and the remedy; None if unknown."""
    full = tag if tag.startswith("{") else f"{{}}{tag}"
    found = ((f"berkas {name}", _BPMN) for sign, name in _ROOTS if re.fullmatch(sign, full))
    return next(found, None)
