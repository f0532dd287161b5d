"""Tasks: who does each kind, and the quantities that no case can run."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.activities.repeating import many, times
from tests.integration.drawing import (
    Run,
    diagram,
    end,
    file,
    flow,
    node,
    notes,
    only,
    path,
    process,
    refusals,
    script,
    start,
    tasks,
    xor,
)


def alone(element: str, *others: str) -> bytes:
    return diagram(start(), element, end(), path("mulai", "a", "selesai"), *others)


@pytest.mark.parametrize("kind", ["task", "userTask", "manualTask"])
def test_people_do_the_tasks_that_are_drawn_for_people(kind: str) -> None:
    drawn = alone(node(kind, "a", "Arsip"))
    assert [n for n in notes(drawn) if n.element == "a"] == []
    run = Run(drawn)
    assert (run.waiting, run.tokens) == (["a"], ["a"])
    run.do("a")
    assert run.ended
    assert run.last.left == ("a", "selesai")


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        ("serviceTask", ""),
        ("businessRuleTask", ""),
        ("sendTask", ""),
        ("receiveTask", ""),
        ("scriptTask", ""),
        ("scriptTask", "<script>import os</script>"),
        ("scriptTask", "<script>  </script>"),
    ],
)
def test_people_do_what_nothing_real_is_bound_to_and_that_is_told(kind: str, inside: str) -> None:
    drawn = alone(node(kind, "a", "Arsip", inside))
    (told,) = [n for n in notes(drawn) if n.element == "a"]
    assert told.kind is NoteKind.ASSUMED
    run = Run(drawn)
    assert run.waiting == ["a"]
    run.do("a")
    assert run.ended


def test_a_script_that_can_be_read_runs() -> None:
    run = Run(alone(script("a", "n = 1")))
    assert (run.ended, run.last.left) == (True, ("mulai", "a", "selesai"))


def test_scripts_write_and_read_data_objects_and_properties() -> None:
    drawn = diagram(
        '<property id="sifat" name="Sifat"/>',
        '<dataObject id="berkas" name="Berkas"/>',
        start(),
        script("tulis", "berkas = 'A'\nsifat = berkas + 'B'"),
        script("baca", "cocok = sifat = 'AB' and berkas = 'A'"),
        xor("g", default="g-salah"),
        tasks("benar", "salah"),
        path("mulai", "tulis", "baca", "g", "salah"),
        flow("g", "benar", when="cocok"),
    )
    assert Run(drawn).waiting == ["benar"]


def _partners(sending: str, receiving: str) -> bytes:
    """Two pools; the second one begins plainly, and waits for what the first one sends."""
    messages = '<messageFlow id="m" sourceRef="kirim" targetRef="terima"/>'
    pools = (
        '<participant id="P1" name="Satu" processRef="satu"/>'
        '<participant id="P2" name="Dua" processRef="dua"/>'
    )
    return file(
        node("collaboration", "k", inside=pools + messages),
        process(
            start("s1"), tasks("a"), sending, end("e1"), path("s1", "a", "kirim", "e1"), key="satu"
        ),
        process(
            start("s2"),
            receiving,
            tasks("b"),
            end("e2"),
            path("s2", "terima", "b", "e2"),
            key="dua",
        ),
    )


def test_a_message_between_pools_is_sent_and_received_without_people() -> None:
    run = Run(_partners(node("sendTask", "kirim"), node("receiveTask", "terima")), at="s1")
    assert run.waiting == ["a"]
    run.do("a")
    assert run.last.left == ("a", "kirim", "terima", "e1")
    assert run.waiting == ["b"]


def test_what_was_sent_before_is_received_at_once() -> None:
    drawn = _partners(node("sendTask", "kirim"), node("receiveTask", "terima"))
    later = flow("s2", "terima") + flow("terima", "b")
    drawn = drawn.replace(
        later.encode(), (tasks("dulu") + path("s2", "dulu", "terima", "b")).encode()
    )
    run = Run(drawn, at="s1")
    run.do("a")
    assert run.waiting == ["dulu"]
    run.do("dulu")
    assert run.waiting == ["b"]


def test_a_receiving_task_of_several_instances_takes_one_message_each() -> None:
    twice = many(times(2))
    sending = node("sendTask", "kirim", inside=twice)
    run = Run(_partners(sending, node("receiveTask", "terima", inside=twice)), at="s1")
    run.do("a")
    assert run.waiting == ["b"]


@pytest.mark.parametrize("attribute", ["startQuantity", "completionQuantity"])
@pytest.mark.parametrize("kind", ["userTask", "scriptTask", "subProcess", "callActivity"])
def test_quantities_other_than_one_are_refused(kind: str, attribute: str) -> None:
    found = only(refusals(alone(node(kind, "a", **{attribute: "2"}))))
    assert (found.element, found.rule) == ("a", "quantities")
    assert attribute in found.reason
    assert Run(alone(node("userTask", "a", **{attribute: "1"}))).waiting == ["a"]
