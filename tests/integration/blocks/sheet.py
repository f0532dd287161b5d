"""The sheet that blocks are drawn on: elements and arrows, pool by pool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.integration.drawing import file, flow, node, process

if TYPE_CHECKING:
    from tests.integration.blocks.basic import Task


@dataclass(frozen=True)
class Way:
    """An arrow that begins at `source` and still leads nowhere.

    `task`: the task that would ask what a gateway at its end asks. `key`: its id, if it needs one.
    """

    source: str
    label: str = ""
    when: str = ""
    key: str = ""
    task: Task | None = None


class Sheet:
    """Numbers elements and arrows; what is drawn lies in the pool or subprocess begun last."""

    def __init__(self) -> None:
        self.made = 0
        self.pools: list[tuple[str, list[str]]] = []
        self.called: set[str] = set()
        self.messages: list[str] = []
        self._lines: list[list[str]] = []

    def name(self, kind: str) -> str:
        self.made += 1
        return f"{kind}_{self.made}"

    def add(self, kind: str, inside: str = "", key: str = "", **attributes: str) -> str:
        """Draw an element; its id."""
        key = key or self.name(kind)
        named = {"name": f"{kind} {key.rpartition('_')[2]}", **attributes}
        self._lines[-1].append(node(kind, key, inside=inside, **named))
        return key

    def put(self, kind: str, ways: Iterable[Way], inside: str = "", **attributes: str) -> str:
        """Draw an element at the end of `ways`; its id."""
        key = self.add(kind, inside, **attributes)
        self.lead(ways, key)
        return key

    def lead(self, ways: Iterable[Way], target: str) -> None:
        """Draw the arrows to `target`."""
        for way in ways:
            key = way.key or self.name("garis")
            self._lines[-1].append(flow(way.source, target, way.label, way.when, key))

    def merged(self, ways: list[Way]) -> tuple[str, list[Way]]:
        """Several ways as one, for what would else wait for all of them; the gateway, if any."""
        if len(ways) == 1:
            return "", ways
        gateway = self.put("exclusiveGateway", ways)
        return gateway, [Way(gateway)]

    def message(self, source: str, target: str) -> None:
        """Draw an arrow between pools."""
        ends = {"sourceRef": source, "targetRef": target}
        self.messages.append(node("messageFlow", self.name("pesan"), **ends))

    @contextmanager
    def inside(self) -> Iterator[list[str]]:
        """What is drawn goes into the list that is given."""
        lines: list[str] = []
        self._lines.append(lines)
        yield lines
        self._lines.pop()

    @contextmanager
    def pool(self, key: str, *, taking_part: bool = True) -> Iterator[None]:
        """What is drawn lies in a new pool, or in a process that is only called."""
        if not taking_part:
            self.called.add(key)
        lines: list[str] = []
        self.pools.append((key, lines))
        self._lines.append(lines)
        yield
        self._lines.pop()

    def to_bpmn(self) -> bytes:
        processes = [process(*lines, key=key) for key, lines in self.pools]
        drawn = [key for key, _ in self.pools if key not in self.called]
        if len(drawn) == 1:
            return file(*processes)
        pools = [node("participant", f"k_{key}", key, processRef=key) for key in drawn]
        return file(
            node("collaboration", "kerja", inside="".join(pools + self.messages)), *processes
        )


def text(tag: str, content: str) -> str:
    """An element with a text and nothing else."""
    return f"<{tag}>{escape(content)}</{tag}>"
