"""Several machines, a proxy that gives each request to the next, and a pooler of transactions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from service.bootstrap import Laksana, build
from service.demo import set_up
from service.domain.actor import Operator
from service.folder import read_diagram, read_forms
from service.settings import read_settings
from service.usecases.deploy import Deploy
from tests import needs
from tests.cluster import Size, clustered
from tests.databases import PostgresServer
from tests.integration.distant import distant
from tests.integration.site import Visitor, hidden
from tests.pooler import pooled
from tests.processes.at_work import PROCESSES

pytestmark = pytest.mark.postgresql

SIZE = Size(machines=3)
PASSWORD = "kata sandi demo"
APPLICATION = {
    "nama_pemohon": "Siti Aminah",
    "nik": "3317012345678901",
    "nomor_kk": "3317012345678902",
    "desa_kelurahan": "Sumberjo",
    "kecamatan": "Rembang",
    "perihal": "Pengantar KIS",
}
FIELD = "kelengkapan_1"
PDF = b"%PDF-1.4 pindaian"


@dataclass
class Offices:
    """The demonstration's offices on several machines; `laksana` is a command's view of them."""

    url: str
    laksana: Laksana

    def sign_in(self, account: str) -> tuple[Visitor, list[str]]:
        """Somebody with a browser, and which machine answered each of their requests."""
        answered: list[str] = []
        visitor = Visitor(distant(self.url, answered))
        assert visitor.sign_in(account, PASSWORD).status_code == 303
        return visitor, answered

    def deploy(self, office: str, content: bytes) -> str:
        """Make a diagram the newest version of its SOP; gives its id."""
        made = Deploy(
            self.laksana.find_office(office).id,
            content,
            read_forms(PROCESSES),
            Operator("laksana"),
            new_roles=True,
        )
        return str(self.laksana.deploy(made).deployment.id)


@pytest.fixture(scope="module")
def offices(
    postgres_server: PostgresServer,
    compiled_catalogue: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Offices]:
    assert compiled_catalogue.exists()
    program = needs.pgbouncer() or needs.lacking("pgbouncer")
    proxy = needs.haproxy() or needs.lacking("haproxy")
    var = tmp_path_factory.mktemp("shared")
    with postgres_server.database() as direct, pooled(program, direct) as pooler:
        settings = {"LAKSANA_DATABASE_URL": pooler.url, "LAKSANA_PREPARED_STATEMENTS": "0"}
        laksana = build(read_settings(settings | {"LAKSANA_VAR": str(var)}))
        laksana.migrate()
        list(set_up(laksana, PROCESSES, PASSWORD))
        with clustered(proxy, var, settings, SIZE) as cluster:
            yield Offices(cluster.url, laksana)
        laksana.close()


def links(visitor: Visitor, page: str, pattern: str) -> list[str]:
    return re.findall(rf'href="({pattern}[^"]+)"', visitor.get(page).text)


def start_of(visitor: Visitor, sop: str) -> str:
    """Where the newest version of an SOP is started, as the page says it."""
    (found,) = re.findall(rf'href="(/sops/[^"]+)">{sop}', visitor.get("/start").text)
    return str(found)


def test_each_request_of_a_journey_may_go_to_another_machine(offices: Offices) -> None:
    visitor, answered = offices.sign_in("petugas-pelayanan@rembang")
    receipt = visitor.fill_in(start_of(visitor, "Pelayanan Pengantar"), APPLICATION)
    assert receipt.status_code == 303
    case = receipt.location.split("/")[2]

    task, *_ = links(visitor, f"/cases/{case}", "/tasks/")
    refused = visitor.fill_in(
        task,
        {
            f"{FIELD}:berkas": (BytesIO(PDF), "sktm.pdf"),
            "kelengkapan_2:berkas": (BytesIO(b"MZ"), "kk.exe"),
        },
    )
    assert refused.status_code == 422
    kept = {f"{FIELD}:tersimpan": hidden(refused, f"{FIELD}:tersimpan")}
    done = visitor.post(task, {"act": hidden(refused, "act"), **kept})
    assert done.status_code == 303

    assert "Tugas selesai." in visitor.get(done.location).text
    file, *_ = links(visitor, f"/cases/{case}", '/cases/[^"]+/files/')
    assert visitor.get(file).data == PDF

    assert len(answered) > 12
    assert set(answered) == {"m0", "m1", "m2"}
    assert all(one != other for one, other in pairwise(answered))


def test_a_form_sent_twice_to_two_machines_is_one_act(offices: Offices) -> None:
    visitor, answered = offices.sign_in("petugas-pelayanan@rembang")
    form = start_of(visitor, "Pelayanan Pengantar")
    act = hidden(visitor.get(form), "act")
    first = visitor.post(form, {"act": act, **APPLICATION})
    visitor.get("/")  # so that the next form goes to a third machine
    second = visitor.post(form, {"act": act, **APPLICATION})
    assert first.location == second.location
    assert set(answered) == {"m0", "m1", "m2"}


def test_every_machine_starts_the_version_that_one_of_them_deployed_a_moment_ago(
    offices: Offices,
) -> None:
    visitor, answered = offices.sign_in("petugas-pelayanan@rembang")
    before = {start_of(visitor, "Pelayanan Pengantar") for _ in range(6)}
    drawn = read_diagram(PROCESSES / "pengantar-kis.bpmn")
    newest = offices.deploy("rembang", drawn.replace(b'"Mulai"', b'"Mulai" ', 1))
    del answered[:]
    after = {start_of(visitor, "Pelayanan Pengantar") for _ in range(6)}
    assert len(before) == 1
    assert [address.split("/")[2] for address in after] == [newest]
    assert set(answered) == {"m0", "m1", "m2"}
