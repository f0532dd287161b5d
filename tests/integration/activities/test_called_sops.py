"""Call activities that name another SOP of the office: it runs inside the case that calls it."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import Deployment, Source
from service.engine.spiff_engine import SpiffEngine
from tests.integration.activities.repeating import many, times
from tests.integration.drawing import (
    Run,
    both,
    deployed,
    end,
    file,
    flow,
    lanes,
    node,
    path,
    process,
    script,
    start,
    task,
    tasks,
    xor,
)


def call(key: str, called: str = "anak", inside: str = "") -> str:
    return node("callActivity", key, f"Panggil {called}", inside, calledElement=called)


CALLER = file(
    process(
        lanes(Petugas="mulai p arsip selesai"),
        start(),
        call("p"),
        task("arsip", "Mengarsipkan"),
        end(),
        path("mulai", "p", "arsip", "selesai"),
        name="Induk",
    )
)
CALLED = file(
    process(
        lanes(Kepala="m2 periksa g tolak e2"),
        start("m2"),
        task("periksa", "Memeriksa", waktu="2 Hari", kelengkapan="KTP", output="Nota"),
        xor("g", "Setuju?"),
        task("tolak", "Menolak"),
        end("e2"),
        path("m2", "periksa", "g"),
        flow("g", "e2", "Ya"),
        flow("g", "tolak", "Tidak"),
        path("tolak", "e2"),
        key="anak",
        name="Anak",
    )
)


def joined(caller: bytes, **called: bytes) -> Deployment:
    return replace(deployed(caller), calls={key: deployed(each) for key, each in called.items()})


def test_the_called_sop_runs_and_tokens_rest_at_the_call_too() -> None:
    run = Run(joined(CALLER, anak=CALLED))
    assert list(run.last.left) == ["mulai", "anak/m2"]
    assert run.tokens == ["anak/periksa", "p"]
    run.do("anak/periksa", "Tidak")
    assert run.waiting == ["anak/tolak"]
    run.do("anak/tolak")
    assert list(run.last.left) == ["anak/tolak", "anak/e2", "p"]
    assert run.waiting == ["arsip"]
    run.do("arsip")
    assert run.ended


def test_its_steps_keep_their_lane_and_their_mutu_baku() -> None:
    meant = Run(joined(CALLER, anak=CALLED)).definition
    step = meant.steps["anak/periksa"]
    assert [step.name, step.lane.name, step.standard_time] == ["Memeriksa", "Kepala", "2 Hari"]
    assert [step.requirements, step.outputs] == [("KTP",), ("Nota",)]
    assert step.form.decision is not None
    assert [o.flow for o in step.form.decision.options] == ["anak/g-e2", "anak/g-tolak"]
    assert meant.led_to("anak/g-tolak") == {"anak/tolak"}
    assert [lane.name for lane in meant.lanes] == ["Petugas", "Kepala"]
    assert meant.names["anak/tolak"] == "Menolak"
    assert (meant.key, meant.name, list(meant.starts)) == ("sop", "Induk", ["mulai"])


def test_it_is_done_by_the_roles_that_its_own_version_was_given() -> None:
    version = joined(CALLER, anak=CALLED)
    given = {
        key: replace(each, roles={"Kepala": "Sekretaris"}) for key, each in version.calls.items()
    }
    meant = SpiffEngine().definition(replace(version, calls=given, roles={"Petugas": "Loket"}))
    assert meant.steps["anak/periksa"].lane.performer == "Sekretaris"
    assert meant.steps["arsip"].lane.performer == "Loket"


def test_what_is_not_among_the_versions_people_confirm() -> None:
    run = Run(deployed(CALLER))
    assert run.definition.calls == {"p": "anak"}
    assert run.waiting == ["p"]


def test_elements_of_the_same_id_stay_apart_and_variables_are_the_cases() -> None:
    called = file(
        process(
            start("mulai"),
            tasks("arsip"),
            script("hitung", "n = n + 1"),
            end("selesai"),
            path("mulai", "arsip", "hitung", "selesai"),
            key="anak",
        )
    )
    caller = file(
        process(
            start(),
            script("nol", "n = 1"),
            call("p"),
            xor("g", default="g-salah"),
            tasks("arsip", "salah"),
            path("mulai", "nol", "p", "g", "salah"),
            flow("g", "arsip", when="n = 2"),
        )
    )
    run = Run(joined(caller, anak=called))
    assert run.waiting == ["anak/arsip"]
    run.do("anak/arsip")
    assert run.waiting == ["arsip"]


def test_calls_go_through_others_at_the_same_time_and_several_times() -> None:
    caller = file(
        process(
            start(),
            both("f", "j"),
            call("p"),
            call("q", "cucu"),
            end(),
            path("mulai", "f", "p", "j", "selesai"),
            path("f", "q", "j"),
        )
    )
    middle = file(
        process(start("m"), call("r", "cucu", many(times(2))), path("m", "r"), key="anak")
    )
    last = file(process(start("m"), tasks("x"), path("m", "x"), key="cucu"))
    run = Run(joined(caller, anak=middle, cucu=last))
    assert run.tokens == ["anak/r", "anak/r", "anak/r", "cucu/x", "cucu/x", "cucu/x", "p", "q"]
    for _ in range(3):
        run.do("cucu/x")
    assert run.ended


def test_what_the_called_sop_throws_is_caught_at_the_call() -> None:
    error = '<error id="e" name="Batal" errorCode="B"/>'
    thrown = node("endEvent", "gagal", inside='<errorEventDefinition errorRef="e"/>')
    called = file(error, process(start("m"), thrown, path("m", "gagal"), key="anak"))
    caught = node(
        "boundaryEvent", "tepi", inside='<errorEventDefinition errorRef="e"/>', attachedToRef="p"
    )
    caller = file(
        error,
        process(
            start(),
            call("p"),
            caught,
            tasks("biasa", "tindak"),
            path("mulai", "p", "biasa"),
            path("tepi", "tindak"),
        ),
    )
    assert Run(joined(caller, anak=called)).waiting == ["tindak"]


def test_messages_within_the_called_sop_find_each_other() -> None:
    message = '<message id="pesan" name="Pesan"/>'
    sending = node(
        "intermediateThrowEvent", "kirim", inside='<messageEventDefinition messageRef="pesan"/>'
    )
    waiting = node(
        "intermediateCatchEvent", "terima", inside='<messageEventDefinition messageRef="pesan"/>'
    )
    called = file(
        message,
        process(
            start("m"),
            both("f"),
            sending,
            waiting,
            tasks("x"),
            path("m", "f", "kirim"),
            path("f", "terima", "x"),
            key="anak",
        ),
    )
    assert Run(joined(CALLER, anak=called)).waiting == ["anak/x"]


def test_an_sop_of_several_pools_cannot_be_called() -> None:
    pools = file(
        process(start("a1"), tasks("x"), path("a1", "x"), key="satu"),
        process(start("b1"), tasks("y"), path("b1", "y"), key="dua"),
    )
    read = SpiffEngine().read
    assert not read(Source(pools, {})).definition.callable
    assert read(Source(CALLED, {})).definition.callable
