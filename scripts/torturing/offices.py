"""The offices that are tortured: the four real SOPs, and one that waits for time and messages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.bootstrap import Laksana, build
from service.demo import set_up
from service.domain.actor import Operator
from service.domain.definition import Definition, Step
from service.folder import read_diagram, read_forms
from service.settings import read_settings
from service.usecases.deploy import Deploy
from tests.integration.drawing import diagram, end, lanes, path, start, tasks
from tests.integration.events.drawn import catches, what
from tests.needs import ROOT

PASSWORD = "kata sandi siksaan"  # noqa: S105 - of an installation that is gone in minutes
MESSAGE = "Kabar"
_OFFICES = {
    "dinas": "pembuatan-askes",
    "tanjungpinang": "rekomendasi-jamkesda",
    "jaksel": "kartu-indonesia-sehat",
    "rembang": "pengantar-kis",
}
_PROCESSES = ROOT / "processes"
_OPERATOR = Operator("scripts/torture")

# Two seconds, a task, a message from outside, and a task.
WAITING = diagram(
    lanes(Staf="mulai tunggu a kabar b selesai"),
    start(),
    catches("tunggu", what("timer", text="PT2S")),
    tasks("a", "b"),
    catches("kabar", what("message"), name=MESSAGE),
    end(),
    path("mulai", "tunggu", "a", "kabar", "b", "selesai"),
)


@dataclass(frozen=True)
class Sop:
    """A deployed SOP: `address` of its start form, and what its steps ask for."""

    office: str
    deployment: str
    address: str
    definition: Definition


class Offices:
    """An installation with people and SOPs; `settings` are those of its processes.

    `accounts`: (office, role) -> account. `waiting`: the SOP that waits for time and messages.
    """

    def __init__(self, var: Path, url: str) -> None:
        """`var`: an empty folder; `url`: an empty database."""
        self.url = url
        self.settings = {"LAKSANA_VAR": str(var), "LAKSANA_DATABASE_URL": url}
        laksana = build(read_settings(self.settings))
        laksana.migrate()
        accounts = _accounts(laksana)
        real = [
            _deployed(laksana, office, read_diagram(_PROCESSES / f"{sop}.bpmn"))
            for office, sop in _OFFICES.items()
        ]
        self.waiting = _deployed(laksana, "dinas", WAITING)
        self.sops = [*real, self.waiting]
        self.accounts = {
            (sop.office, role): accounts[sop.office, role]
            for sop in self.sops
            for role in sop.definition.roles
        }
        self._steps: Mapping[tuple[str, str], Step] = {
            (sop.office, step.name): step
            for sop in self.sops
            for step in sop.definition.steps.values()
        }
        laksana.close()

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a process of this installation."""
        return os.environ | self.settings

    def step(self, office: str, name: str) -> Step:
        """The step that the office's pages call so."""
        return self._steps[office, name]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `laksana` to its end, on the database itself."""
        command = (*LAKSANA, *arguments)
        environment = self.environment | {"LAKSANA_DATABASE_URL": self.url}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )


LAKSANA: Sequence[str] = (str(Path(sys.executable).with_name("laksana")),)


def _accounts(laksana: Laksana) -> dict[tuple[str, str], str]:
    accounts: dict[tuple[str, str], str] = {}
    for account in set_up(laksana, _PROCESSES, PASSWORD):
        _, _, office = account.name.partition("@")
        accounts[office, account.duty] = account.name
    return accounts


def _deployed(laksana: Laksana, office: str, drawn: bytes) -> Sop:
    """The diagram's newest version, which may be there already."""
    place = laksana.find_office(office).id
    done = laksana.deploy(Deploy(place, drawn, read_forms(_PROCESSES), _OPERATOR))
    (begins,) = done.definition.starts
    deployment = str(done.deployment.id)
    return Sop(office, deployment, f"/sops/{deployment}/start/{begins}", done.definition)
