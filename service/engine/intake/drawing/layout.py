"""Where things stand on the drawing, for what only the picture tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot, isfinite

from service.engine.intake.drawing.markup import NODES, Element, plain
from service.engine.intake.drawing.references import References

_PLACES = NODES | {"participant", "lane"}
_ARROWS = frozenset({"sequenceFlow", "messageFlow"})

Point = tuple[float, float]

REACH = 10.0
"""How near (in the drawing's units, where a task is some 100 wide) an arrow that was not snapped
to a step still ends at it. In drawings by hand it is 4 at most, and the next step 45 away."""
MOST_LOOSE = 500
"""Loose ends that are looked for: a file with more is no drawing, and is answered as quickly."""


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    def distance(self, point: Point) -> float:
        """From its edge; 0 inside."""
        x, y = point
        across = max(self.x - x, 0.0, x - self.x - self.width)
        down = max(self.y - y, 0.0, y - self.y - self.height)
        return hypot(across, down)

    def to_edge(self, point: Point) -> float:
        """From its edge, inside and outside."""
        x, y = point
        right, bottom = self.x + self.width - x, self.y + self.height - y
        return self.distance(point) or min(x - self.x, y - self.y, right, bottom)

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2


class Layout:
    """The boxes and lines of a file's pictures, by the elements that they show."""

    def __init__(self, root: Element, references: References) -> None:
        self._boxes: dict[Element, Box] = {}
        self._lines: dict[Element, tuple[Point, Point]] = {}
        self._asked = 0
        for shape in root.iter("{*}BPMNShape"):
            element = _shown(shape, references, _PLACES)
            if element is not None and (box := _box(shape)):
                self._boxes.setdefault(element, box)
        for edge in root.iter("{*}BPMNEdge"):
            element = _shown(edge, references, _ARROWS)
            points = [_point(each) for each in edge.iterchildren("{*}waypoint")]
            if element is not None and points and points[0] and points[-1]:
                self._lines.setdefault(element, (points[0], points[-1]))

    def at_end(self, arrow: Element, end: str) -> list[Element]:
        """What the arrow's `end` (sourceRef, targetRef) lies at."""
        if (line := self._lines.get(arrow)) is None:
            return []
        point = line[0] if end == "sourceRef" else line[1]
        return self._near(lambda box: box.distance(point))

    def on_edge(self, event: Element) -> list[Element]:
        """On the edge of what an event sits."""
        if (drawn := self._boxes.get(event)) is None:
            return []
        return self._near(lambda box: box.to_edge(drawn.middle))

    def _near(self, distance: Callable[[Box], float]) -> list[Element]:
        self._asked += 1
        if self._asked > MOST_LOOSE:
            return []
        return [each for each, box in self._boxes.items() if distance(box) <= REACH]

    def within(self, element: Element, around: Element) -> bool | None:
        """Whether it stands inside `around`; None where the picture does not show both."""
        if element not in self._boxes or around not in self._boxes:
            return None
        return self._boxes[around].distance(self._boxes[element].middle) == 0


def _shown(picture: Element, references: References, tags: frozenset[str]) -> Element | None:
    return references.one(plain(picture.get("bpmnElement")), picture, tags)


def _box(shape: Element) -> Box | None:
    bounds = shape.find("{*}Bounds")
    if bounds is None:
        return None
    numbers = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    x, y, width, height = numbers
    if x is None or y is None or width is None or height is None:
        return None
    return Box(x, y, width, height)


def _point(waypoint: Element) -> Point | None:
    x, y = _number(waypoint.get("x")), _number(waypoint.get("y"))
    return None if x is None or y is None else (x, y)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if isfinite(number) else None
