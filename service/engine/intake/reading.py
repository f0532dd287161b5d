"""Reads BPMN 2.0 bytes as a graph; what is not a diagram is refused before anything else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from service.domain.definition import DiagramRefused, Lane, Note, NoteKind
from service.engine.intake.graph import Flow, Graph, Node

LARGEST_DIAGRAM = 5 * 1024 * 1024
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"

# Drawn for people only: nothing runs through them.
_SILENT = frozenset(
    {
        "laneSet",
        "extensionElements",
        "documentation",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "textAnnotation",
        "association",
        "group",
        "property",
        "ioSpecification",
        "auditing",
        "monitoring",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "correlationSubscription",
        "supports",
    }
)
# Conditions are written with the ids of elements in them, between quotation marks.
_USABLE_ID = re.compile(r"""[^\s"'`\\]{1,255}""")
_EVENT = re.compile("[eE]ventDefinition(Ref)?$")
_UNSUPPORTED_INSIDE = {
    "multiInstanceLoopCharacteristics": "pengulangan (multi-instance)",
    "standardLoopCharacteristics": "pengulangan (loop)",
}


def read_graph(diagram: bytes) -> Graph:
    """The one process with content. Raises DiagramRefused."""
    root = _parse(diagram)
    processes = [each for each in root.iterchildren(_bpmn("process")) if list(_drawn_in(each))]
    if not processes:
        raise _refusal("berkas ini tidak memuat proses", "Gambar setidaknya satu kolam (pool).")
    if len(processes) > 1:
        raise _refusal(
            "diagram ini memuat lebih dari satu kolam (pool) yang berisi kegiatan",
            "Sisakan isi satu kolam; pihak luar digambar sebagai kolam kosong.",
            processes[1],
        )
    return _graph(root, processes[0])


def form_names(diagram: bytes) -> tuple[str, ...]:
    """The forms that the diagram names, in drawn order. Raises DiagramRefused."""
    named = (each.get(f"{{{CAMUNDA}}}formRef") for each in _parse(diagram).iter(etree.Element))
    return tuple(dict.fromkeys(name for name in named if name))


def _parse(diagram: bytes) -> etree._Element:
    if len(diagram) > LARGEST_DIAGRAM:
        raise _refusal("berkas diagram lebih besar dari 5 MB", "Pecah menjadi beberapa SOP.")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(diagram, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        note = Note(NoteKind.REFUSED, "", "", line, "berkas ini bukan XML yang utuh", _SAVE_AGAIN)
        raise DiagramRefused((note,)) from None
    if root.getroottree().docinfo.doctype:
        raise _refusal("berkas ini memuat DTD atau entitas", "Hapus bagian <!DOCTYPE ...>.")
    if root.tag != _bpmn("definitions"):
        raise _refusal("berkas ini bukan diagram BPMN 2.0", _SAVE_AGAIN, root)
    return root


_SAVE_AGAIN = "Simpan ulang diagram dari pemodel BPMN, lalu ulangi."


def _graph(root: etree._Element, process: etree._Element) -> Graph:
    pool = _pool_of(root, process)
    pool_name = _text(pool.get("name")) if pool is not None else ""
    name = _text(process.get("name")) or pool_name or str(process.get("id", ""))
    whole = Lane("", pool_name or name, _represented(process if pool is None else pool))
    lanes = {lane: element for element in process.iter(_bpmn("lane")) for lane in [_lane(element)]}
    placed = {
        _text(reference.text): lane
        for lane, element in lanes.items()
        for reference in element.iterchildren(_bpmn("flowNodeRef"))
    }
    flows = [each for each in _drawn_in(process) if _tag(each) == "sequenceFlow"]
    nodes = [each for each in _drawn_in(process) if _tag(each) != "sequenceFlow"]
    _give_ids(nodes, flows)
    _check_ids([process, *nodes, *flows])
    drawn = {each.get("id"): _node(each, placed.get(each.get("id"), whole)) for each in nodes}
    used = dict.fromkeys(node.lane for node in drawn.values())
    return Graph(
        id=str(process.get("id", "")),
        name=name,
        pool=pool_name,
        line=process.sourceline or 0,
        lanes=tuple(lane for lane in (*lanes, whole) if lane in used),
        nodes=drawn,
        flows=tuple(_flow(each) for each in flows),
        properties=tuple(_properties(process)),
        names={str(each.get("id")): _text(each.get("name")) for each in (*nodes, *flows)},
    )


def _pool_of(root: etree._Element, process: etree._Element) -> etree._Element | None:
    for pool in root.iter(_bpmn("participant")):
        if (pool.get("processRef") or "").rpartition(":")[2] == process.get("id"):
            return pool
    return None


def _give_ids(nodes: list[etree._Element], flows: list[etree._Element]) -> None:
    """An arrow without an id would be dropped in silence; its place in the file names it."""
    taken = {each.get("id") for each in (*nodes, *flows)}
    for count, element in enumerate((*nodes, *flows), 1):
        if not element.get("id"):
            given = f"{_tag(element)}_{count}"
            while given in taken:
                given += "_"
            taken.add(given)
            element.set("id", given)


def _check_ids(elements: list[etree._Element]) -> None:
    """Raises DiagramRefused with every element whose id cannot tell it from the others."""
    uses = Counter(each.get("id") for each in elements)
    notes: list[Note] = []
    for each in elements:
        identity = each.get("id", "")
        if uses[identity] > 1:
            reason = f'id "{identity}" dipakai lebih dari satu kali'
            notes.append(_refused(reason, "Hapus elemen itu, lalu gambar ulang.", each))
        elif not _USABLE_ID.fullmatch(identity):
            reason = f'id "{identity}" kosong, terlalu panjang, atau memuat spasi atau tanda kutip'
            notes.append(_refused(reason, "Ganti id itu pada pemodel BPMN.", each))
    if notes:
        raise DiagramRefused(tuple(notes))


def _lane(element: etree._Element) -> Lane:
    identity = str(element.get("id", ""))
    return Lane(identity, _text(element.get("name")) or identity, _represented(element))


def _represented(element: etree._Element) -> str | None:
    """The role that enters the steps of a lane or pool that stands for the public."""
    return next(
        (value for name, value in _properties(element) if name == "diwakili" and value), None
    )


def _node(element: etree._Element, lane: Lane) -> Node:
    identity = str(element.get("id"))
    return Node(
        id=identity,
        kind=_tag(element),
        name=_text(element.get("name")),
        line=element.sourceline or 0,
        lane=lane,
        origin=identity,
        properties=tuple(_properties(element)),
        documentation=_text(element.findtext(_bpmn("documentation"))),
        form=element.get(f"{{{CAMUNDA}}}formRef") or "",
        event=" + ".join(_tag(each) for each in element if _EVENT.search(_tag(each))),
        script=element.findtext(_bpmn("script")) or "",
        default=element.get("default") or "",
        unsupported=next(
            (
                _UNSUPPORTED_INSIDE[_tag(each)]
                for each in element
                if _tag(each) in _UNSUPPORTED_INSIDE
            ),
            "",
        ),
    )


def _flow(element: etree._Element) -> Flow:
    return Flow(
        id=str(element.get("id")),
        source=element.get("sourceRef") or "",
        target=element.get("targetRef") or "",
        name=_text(element.get("name")),
        line=element.sourceline or 0,
        condition=(element.findtext(_bpmn("conditionExpression")) or "").strip() or None,
    )


def _properties(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Read from the XML: parsers that make a dictionary of them keep one of a repeated name."""
    for each in element.iterfind(
        f"{_bpmn('extensionElements')}/{{{CAMUNDA}}}properties/{{{CAMUNDA}}}property"
    ):
        yield _text(each.get("name")), _text(each.get("value"))


def _text(value: str | None) -> str:
    """White space and line breaks of a drawing are layout, not meaning."""
    return " ".join((value or "").split())


def _drawn_in(process: etree._Element) -> Iterator[etree._Element]:
    """What a token may run through: the arrows, and everything not known to be silent."""
    return (each for each in process.iterchildren(_bpmn("*")) if _tag(each) not in _SILENT)


def _tag(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _bpmn(tag: str) -> str:
    return f"{{{BPMN}}}{tag}"


def _refusal(reason: str, remedy: str, at: etree._Element | None = None) -> DiagramRefused:
    note = Note(NoteKind.REFUSED, "", "", 0, reason, remedy)
    return DiagramRefused((note if at is None else _refused(reason, remedy, at),))


def _refused(reason: str, remedy: str, at: etree._Element) -> Note:
    label = _text(at.get("name"))
    return Note(NoteKind.REFUSED, at.get("id", ""), label, at.sourceline or 0, reason, remedy)
