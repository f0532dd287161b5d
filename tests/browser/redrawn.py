"""SOP 004 as an analyst redraws it: one more step, in the lane of a new role."""

from __future__ import annotations

from lxml import etree

from tests.browser.server import PROCESSES

ROLE = "Arsiparis"
STEP = "Mengarsipkan berkas permohonan"

_HEIGHT = 160  # of a lane, in pixels of the drawing
_SPACE = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "camunda": "http://camunda.org/schema/1.0/bpmn",
}
_MODEL = f"""
<part {" ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACE.items())}>
  <bpmn:lane id="Lajur_Arsiparis" name="{ROLE}">
    <bpmn:flowNodeRef>Kegiatan_6</bpmn:flowNodeRef>
  </bpmn:lane>
  <bpmn:userTask id="Kegiatan_6" name="{STEP}">
    <bpmn:extensionElements>
      <camunda:properties>
        <camunda:property name="nomor" value="6" />
        <camunda:property name="waktu" value="10 Menit" />
        <camunda:property name="kelengkapan" value="Berkas permohonan" />
        <camunda:property name="output" value="Berkas terarsip" />
      </camunda:properties>
    </bpmn:extensionElements>
    <bpmn:incoming>Alir_5</bpmn:incoming>
    <bpmn:outgoing>Alir_6</bpmn:outgoing>
  </bpmn:userTask>
  <bpmn:sequenceFlow id="Alir_6" sourceRef="Kegiatan_6" targetRef="Selesai" />
</part>"""


def with_one_more_step() -> bytes:
    """The diagram with the step before its end, drawn in a lane at the foot of the pool."""
    tree = etree.fromstring((PROCESSES / "pengantar-kis.bpmn").read_bytes())
    lane, task, flow = etree.fromstring(_MODEL)
    process = _find(tree, "bpmn:process")
    _find(process, "bpmn:laneSet").append(lane)
    process.insert(process.index(_find(process, "bpmn:endEvent")), task)
    last = _find(process, "bpmn:sequenceFlow[@id='Alir_5']")
    last.set("targetRef", "Kegiatan_6")
    last.addnext(flow)
    incoming = _find(process, "bpmn:endEvent/bpmn:incoming")
    incoming.text = "Alir_6"
    _draw(tree)
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True))


def _draw(tree: etree._Element) -> None:
    pool, end = _bounds(tree, "Kantor"), _bounds(tree, "Selesai")
    left, top, width, height = (int(float(pool.get(key))) for key in ("x", "y", "width", "height"))
    middle = int(float(end.get("x"))) + int(float(end.get("width"))) // 2
    ends_at = int(float(end.get("y"))) + int(float(end.get("height")))
    foot = top + height
    pool.set("height", str(height + _HEIGHT))
    before = _find(tree, ".//bpmndi:BPMNEdge[@bpmnElement='Alir_5']")
    start = before[0]
    for point in before[1:]:
        before.remove(point)
    step = (middle - 60, foot + 40, 120, 80)
    bend = int(float(start.get("x"))) + 40
    _point(before, bend, int(float(start.get("y"))))
    _point(before, bend, foot + 80)
    _point(before, step[0], foot + 80)
    plane = _find(tree, ".//bpmndi:BPMNPlane")
    _shape(plane, "Lajur_Arsiparis", (left + 30, foot, width - 30, _HEIGHT))
    _shape(plane, "Kegiatan_6", step)
    edge = etree.SubElement(plane, f"{{{_SPACE['bpmndi']}}}BPMNEdge", bpmnElement="Alir_6")
    edge.set("id", "Alir_6_di")
    _point(edge, middle, step[1])
    _point(edge, middle, ends_at)


def _shape(plane: etree._Element, element: str, bounds: tuple[int, int, int, int]) -> None:
    shape = etree.SubElement(plane, f"{{{_SPACE['bpmndi']}}}BPMNShape", bpmnElement=element)
    shape.set("id", f"{element}_di")
    named = dict(zip(("x", "y", "width", "height"), map(str, bounds), strict=True))
    etree.SubElement(shape, f"{{{_SPACE['dc']}}}Bounds", named)


def _point(edge: etree._Element, x: int, y: int) -> None:
    etree.SubElement(edge, f"{{{_SPACE['di']}}}waypoint", x=str(x), y=str(y))


def _bounds(tree: etree._Element, element: str) -> etree._Element:
    return _find(tree, f".//bpmndi:BPMNShape[@bpmnElement='{element}']/dc:Bounds")


def _find(tree: etree._Element, path: str) -> etree._Element:
    found = tree.find(path, _SPACE)
    assert found is not None, path
    return found
