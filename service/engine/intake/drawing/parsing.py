"""Bytes become the XML of one diagram, or are refused before anything in them is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from service.domain.definition import DiagramRefused, Note, NoteKind
from service.engine.intake.drawing.dialects import other_file, other_language
from service.engine.intake.drawing.markup import BPMN, Element, bpmn, line_of, tag_of

LARGEST_DIAGRAM = 5 * 1024 * 1024
DEEPEST = 100
"""Levels of XML: what people draw has twenty; what reads it further on may count on this."""
MOST_XML = 200_000
MOST_ATTRIBUTES = 500
RULE = "file"

# Drafts and tools wrote the name space of BPMN 2.0 in these ways; that of its pictures is another.
_ALSO_BPMN = re.compile(
    r"\s*https?://(www\.|schema\.)?omg\.org/(spec/)?bpmn/?"
    r"(2\.0[.\d]*|20)?/?(\d{8})?(/(MODEL|BPMN20|Semantic)(\.xsd)?)?[/#]?\s*",
    re.IGNORECASE,
)
_SAVE_AGAIN = "Simpan ulang diagram dari pemodel BPMN, lalu ulangi."
_ENCODING = frozenset(
    {
        etree.ErrorTypes.ERR_INVALID_ENCODING,
        etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
        etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
    }
)


def parse(diagram: bytes) -> tuple[Element, tuple[Note, ...]]:
    """The root of BPMN 2.0 in its one name space, and what was noted. Raises DiagramRefused."""
    if len(diagram) > LARGEST_DIAGRAM:
        raise _refusal("berkas diagram lebih besar dari 5 MB", "Pecah menjadi beberapa SOP.")
    if other := other_file(diagram):
        raise _refusal(f"berkas ini {other[0]}, bukan diagram BPMN 2.0", other[1], 1)
    root = _xml(diagram)
    if other := other_language(str(root.tag)):
        reason = f"berkas ini {other[0]}, bukan diagram BPMN 2.0"
        raise _refusal(reason, other[1], line_of(root))
    if root.getroottree().docinfo.doctype:
        raise _refusal("berkas ini memuat DTD atau entitas", "Hapus bagian <!DOCTYPE ...>.")
    _check_shape(root)
    notes = tuple(_in_one_name_space(root))
    if tag_of(root) != "definitions":
        raise _refusal("berkas ini bukan diagram BPMN 2.0", _SAVE_AGAIN, line_of(root))
    return root, notes


def _xml(diagram: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(diagram, parser)
    except etree.XMLSyntaxError as error:
        reason, remedy = "berkas ini bukan XML yang utuh", _SAVE_AGAIN
        if error.code in _ENCODING:
            reason = "huruf dalam berkas ini tidak sesuai dengan encoding yang disebut di awalnya"
            remedy = "Simpan ulang berkas sebagai UTF-8, lalu ulangi."
        if "Excessive depth" in error.msg:  # libxml2's own limit; its code says "too much" of any
            reason, remedy = _DEEP
        raise _refusal(reason, remedy, error.lineno or 0) from None


_DEEP = (
    f"elemen bersarang lebih dari {DEEPEST} tingkat",
    "Pindahkan isi subproses yang terdalam ke SOP tersendiri.",
)


def _check_shape(root: Element) -> None:
    """What follows may take time with the square of a file's attributes, and depth by depth."""
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST:
            raise _refusal(*_DEEP, line_of(element))
        if count > MOST_XML or len(element.attrib) > MOST_ATTRIBUTES:
            reason = f"berkas ini memuat lebih dari {MOST_XML} elemen XML"
            if count <= MOST_XML:
                reason = f"sebuah elemen memuat lebih dari {MOST_ATTRIBUTES} atribut"
            raise _refusal(reason, "Pecah menjadi beberapa SOP.", line_of(element))


def _in_one_name_space(root: Element) -> Iterator[Note]:
    """Puts every BPMN element in the standard's name space."""
    others: dict[str, int] = {}
    for element in root.iter(etree.Element):
        space, _, tag = str(element.tag).rpartition("}")
        if space[1:] != BPMN and _ALSO_BPMN.fullmatch(space[1:]):
            others.setdefault(space[1:], line_of(element))
            element.tag = bpmn(tag)
    for space, line in others.items():
        reason = f'ruang nama "{space}" dibaca sebagai BPMN 2.0'
        yield Note(NoteKind.ASSUMED, "", "", line, reason, "", "namespaces")


def _refusal(reason: str, remedy: str, line: int = 0) -> DiagramRefused:
    return DiagramRefused((Note(NoteKind.REFUSED, "", "", line, reason, remedy, RULE),))
