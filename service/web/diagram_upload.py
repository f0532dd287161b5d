"""A diagram with its forms as an analyst hands them in: chosen as files, then carried in a form."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from flask import abort, request

from service.domain.errors import N_, Invalid
from service.domain.form_fields import Problem

LARGEST_UPLOAD = 1024 * 1024  # of all files together; carried along, they are a third larger

_FILES = "berkas"
# The ending keeps these out of what an error page gives back to be copied.
_NAME = "nama:tersimpan"
_DIAGRAM = "diagram:tersimpan"
_FORM = "formulir:tersimpan"

DIAGRAM_FIELD = "handed-in-diagram"
"""The id of the hidden field that holds the diagram (base64), for the page to draw it."""


class UploadUnusable(Invalid):
    """Berkas yang dipilih belum dapat diperiksa."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """`problems` holds at least one."""
        self.problems = problems
        super().__init__()


@dataclass(frozen=True)
class Carried:
    """A hidden field that brings something back; `id` where the page itself reads it."""

    name: str
    value: str
    id: str = ""


@dataclass(frozen=True)
class DiagramUpload:
    """A diagram called `name`, and the forms that came with it (name -> text)."""

    name: str
    diagram: bytes
    forms: Mapping[str, str]

    @property
    def carried(self) -> list[Carried]:
        """The hidden fields that bring it back: nothing is stored before it is confirmed."""
        return [
            Carried(_NAME, self.name),
            Carried(_DIAGRAM, _text(self.diagram), DIAGRAM_FIELD),
            *(
                Carried(_FORM, f"{_text(text.encode())}:{name}")
                for name, text in self.forms.items()
            ),
        ]


def chosen() -> DiagramUpload:
    """The files in the request. Raises UploadUnusable with everything that is wrong with them."""
    files = list(_files())
    problems = list(_problems(files))
    if problems:
        raise UploadUnusable(problems)
    (diagram,) = (file for file in files if file.ending == ".bpmn")
    forms = {file.stem: str(file.text) for file in files if file.ending == ".form"}
    return DiagramUpload(diagram.name, diagram.content, forms)


def carried() -> DiagramUpload:
    """What the form brought back; one that does not is answered with 400."""
    try:
        forms = (each.partition(":") for each in request.form.getlist(_FORM))
        return DiagramUpload(
            name=request.form[_NAME],
            diagram=_bytes(request.form[_DIAGRAM]),
            forms={name: _bytes(text).decode() for text, _, name in forms},
        )
    except (KeyError, ValueError, binascii.Error):
        abort(400)


@dataclass(frozen=True)
class _File:
    name: str
    content: bytes

    @property
    def stem(self) -> str:
        return PurePath(self.name).stem

    @property
    def ending(self) -> str:
        return PurePath(self.name).suffix.lower()

    @property
    def text(self) -> str | None:
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None


def _files() -> Iterator[_File]:
    """A browser also sends an empty part where nothing was chosen."""
    for upload in request.files.getlist(_FILES):
        if upload.filename:
            yield _File(upload.filename, upload.stream.read(LARGEST_UPLOAD + 1))


def _problems(files: Sequence[_File]) -> Iterator[Problem]:
    if sum(len(file.content) for file in files) > LARGEST_UPLOAD:
        yield Problem(
            N_(
                "Berkas yang dipilih bersama-sama lebih besar dari 1 MB. Periksa apakah berkasnya "
                "benar; SOP sebesar itu dipasang oleh operator dengan perintah laksana deploy."
            )
        )
    for file in files:
        yield from _problems_of(file)
    diagrams = [file.name for file in files if file.ending == ".bpmn"]
    if not diagrams:
        yield Problem(N_("Belum ada diagram. Pilih satu berkas .bpmn beserta berkas .form-nya."))
    if len(diagrams) > 1:
        message = N_(
            "Ada %(count)s diagram: %(names)s. Pilih satu berkas .bpmn untuk setiap pemasangan."
        )
        yield Problem(message, {"count": len(diagrams), "names": ", ".join(diagrams)})


def _problems_of(file: _File) -> Iterator[Problem]:
    if file.ending not in {".bpmn", ".form"}:
        message = N_(
            "Berkas “%(name)s” bukan diagram (.bpmn) atau formulir (.form). Bila berupa arsip zip, "
            "keluarkan dahulu isinya; bila berupa gambar, gambar ulang di pemodel BPMN."
        )
        yield Problem(message, {"name": file.name})
    elif not file.content:
        message = N_("Berkas “%(name)s” kosong. Simpan ulang dari pemodel BPMN, lalu pilih lagi.")
        yield Problem(message, {"name": file.name})
    elif file.ending == ".form" and file.text is None:
        message = N_(
            "Formulir “%(name)s” bukan teks UTF-8. Simpan ulang dengan Camunda Modeler, "
            "lalu pilih lagi."
        )
        yield Problem(message, {"name": file.name})


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
