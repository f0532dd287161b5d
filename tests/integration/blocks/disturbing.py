"""The same diagram as other tools and hands write it: nothing of this changes what it means."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tests.integration.drawing import BPMN

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
_TAG = f"{{{BPMN}}}"


@dataclass(frozen=True)
class Manner:
    """How a file is written.

    `shuffled`: the numbers of chance that order its elements; `told`: each element lists its
    arrows; `broken`: names have line breaks; `bare`: arrows have no ids that nothing refers to;
    `pictured`: there is a picture.
    """

    prefix: str = ""
    shuffled: int | None = None
    executable: str | None = None
    told: bool = False
    broken: bool = False
    bare: bool = False
    pictured: bool = False


def written(diagram: bytes, manner: Manner) -> bytes:
    """The diagram in this manner."""
    root = ET.fromstring(diagram)
    processes = root.findall(f"{_TAG}process")
    for process in processes:
        if manner.executable is not None:
            process.set("isExecutable", manner.executable)
    if manner.told:
        _tell(root)
    if manner.bare:
        _bare(root)
    if manner.broken:
        _break(root)
    if manner.shuffled is not None:
        _shuffle(root, random.Random(manner.shuffled))
    if manner.pictured:
        root.append(_picture(root))
    return _spelt(root, manner.prefix)


def _tell(root: ET.Element) -> None:
    """`incoming` and `outgoing` stand before all else in an element."""
    elements = {each.get("id"): each for each in root.iter()}
    for flow in list(_flows(root)):
        for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            said = ET.Element(_TAG + tag)
            said.text = flow.get("id")
            elements[flow.get(end)].insert(0, said)


def _bare(root: ET.Element) -> None:
    """Arrows that are only drawn as lines lose their ids, and nobody lists them."""
    for parent in list(root.iter()):
        for each in [c for c in parent if c.tag in {_TAG + "incoming", _TAG + "outgoing"}]:
            parent.remove(each)
    for flow in _flows(root):
        if flow.get("id", "").startswith("garis_"):
            del flow.attrib["id"]


def _break(root: ET.Element) -> None:
    for each in root.iter():
        if name := each.get("name"):
            each.set("name", name.replace(" ", "\n "))


def _shuffle(root: ET.Element, chance: random.Random) -> None:
    for each in root.iter():
        if each.tag in {_TAG + "process", _TAG + "subProcess", _TAG + "definitions"}:
            children = list(each)
            each[:] = chance.sample(children, len(children))


def _picture(root: ET.Element) -> ET.Element:
    """A shape for each node, one right of the other."""
    picture = ET.Element(f"{{{DI}}}BPMNDiagram")
    plane = ET.SubElement(picture, f"{{{DI}}}BPMNPlane")
    nodes = [n for process in root.iter(f"{_TAG}process") for n in process if n.get("id")]
    for place, each in enumerate(n for n in nodes if n.tag != f"{_TAG}sequenceFlow"):
        shape = ET.SubElement(plane, f"{{{DI}}}BPMNShape", bpmnElement=str(each.get("id")))
        bounds = {"x": str(120 * place), "y": "100", "width": "100", "height": "80"}
        ET.SubElement(shape, f"{{{DC}}}Bounds", bounds)
    return picture


def _flows(root: ET.Element) -> Iterator[ET.Element]:
    return root.iter(f"{_TAG}sequenceFlow")


def _spelt(root: ET.Element, prefix: str) -> bytes:
    """With a prefix for the tags of BPMN, or none."""
    text = ET.tostring(root, encoding="unicode")
    made = re.search(rf'xmlns:(\w+)="{re.escape(BPMN)}"', text)
    assert made is not None
    now = f"{prefix}:" if prefix else ""
    text = re.sub(rf"(</?){made[1]}:", rf"\g<1>{now}", text)
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    return text.replace(made[0], f'{declared}="{BPMN}"', 1).encode()
