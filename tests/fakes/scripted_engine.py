"""An engine that follows a script: one token, one step after another, and decisions by label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from service.domain.case import Advance, Opened, SnapshotDamaged
from service.domain.definition import (
    Definition,
    DefinitionDamaged,
    Deployment,
    DiagramRefused,
    Note,
    NoteKind,
    Source,
    start_of,
)
from service.usecases.ports import Completion, Message, MessageNotAwaited, OfficeTime, Reading


@dataclass(frozen=True)
class Script:
    """A diagram written by hand: `following` leads from a start, a step or a choice onwards.

    A choice is the chosen flows, joined by blanks: one token goes their way together. What is no
    step of the definition is its end. `forms` are the names that the diagram gives.
    """

    definition: Definition
    following: Mapping[str, str]
    forms: tuple[str, ...] = ()

    def diagram(self, edition: int = 1) -> bytes:
        """What an analyst would hand in; another edition is another diagram of the same SOP."""
        return f"{self.definition.key} {edition}".encode()


class ScriptedEngine:
    """See `ports.Engine`. A snapshot names the element where the case stands, and its task."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = {script.definition.key: script for script in scripts}

    def form_names(self, diagram: bytes) -> tuple[str, ...]:
        return self._script(diagram).forms

    def read(self, source: Source) -> Reading:
        return Reading(replace(self._script(source.diagram).definition, hash=source.hash), ())

    def definition(self, deployment: Deployment) -> Definition:
        if deployment.hash != deployment.source.hash:
            raise DefinitionDamaged
        return self.read(deployment.source).definition.under(deployment.roles)

    def start(
        self,
        deployment: Deployment,
        element: str,
        answers: Mapping[str, object],
        time: OfficeTime,
    ) -> Advance:
        del answers, time  # a script knows no conditions and no timers
        start_of(self.definition(deployment), element)
        script = self._scripts[deployment.key]
        return _arrive(script, script.following[element], left=(element,))

    def complete(self, deployment: Deployment, snapshot: bytes, done: Completion) -> Advance:
        self.check(deployment, snapshot)
        element, task = _standing(snapshot)
        if task != str(done.task):
            raise SnapshotDamaged
        script = self._scripts[deployment.key]
        for gateway, flows in done.choices.items():
            return _arrive(script, script.following[" ".join(flows)], left=(element, gateway))
        return _arrive(script, script.following[element], left=(element,))

    def pass_time(self, deployment: Deployment, snapshot: bytes, time: OfficeTime) -> Advance:
        del time
        self.check(deployment, snapshot)
        element, _ = _standing(snapshot)
        return Advance(snapshot, tokens=(element,))

    def deliver(
        self, deployment: Deployment, snapshot: bytes, message: Message, time: OfficeTime
    ) -> Advance:
        del deployment, snapshot, time
        raise MessageNotAwaited(name=message.name)  # a script waits for people only

    def check(self, deployment: Deployment, snapshot: bytes) -> None:
        if _standing(snapshot)[0] not in self.definition(deployment).names:
            raise SnapshotDamaged

    def _script(self, diagram: bytes) -> Script:
        key = diagram.decode().partition(" ")[0]
        if key not in self._scripts:
            note = Note(NoteKind.REFUSED, "", "", 1, "diagram ini tidak ada dalam naskah")
            raise DiagramRefused((note,))
        return self._scripts[key]


def _standing(snapshot: bytes) -> tuple[str, str]:
    """The element where the case stands, and the id of its task."""
    element, _, task = snapshot.decode(errors="replace").partition(" ")
    return element, task


def _arrive(script: Script, element: str, left: tuple[str, ...]) -> Advance:
    if element not in script.definition.steps:
        return Advance(element.encode(), left=(*left, element), ended=True)
    opened = Opened(uuid4(), element)
    return Advance(
        f"{element} {opened.id}".encode(),
        left=left,
        entered=(element,),
        tokens=(element,),
        opened=(opened,),
    )
