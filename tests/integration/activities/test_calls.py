"""Call activities: what they call in the same file runs where it is called."""

from __future__ import annotations

from service.domain.definition import NoteKind
from tests.integration.activities.repeating import many, times
from tests.integration.drawing import (
    Run,
    both,
    end,
    file,
    node,
    notes,
    path,
    process,
    refusals,
    start,
    tasks,
)


def call(key: str, called: str = "anak", inside: str = "") -> str:
    return node("callActivity", key, inside=inside, calledElement=called)


def caller(*elements: str) -> str:
    return process(start(), *elements, end())


def child(*inside: str, key: str = "anak") -> str:
    return process(
        *(inside or (start("m2"), tasks("x"), end("e2"), path("m2", "x", "e2"))), key=key
    )


ONCE = caller(call("p"), tasks("arsip"), path("mulai", "p", "arsip", "selesai"))


def test_a_called_process_runs_where_it_is_called() -> None:
    run = Run(file(ONCE, child()))
    assert (run.waiting, run.tokens, run.last.left) == (["x"], ["p", "x"], ("mulai", "m2"))
    run.do("x")
    assert run.last.left == ("x", "e2", "p")
    assert run.waiting == ["arsip"]


def test_a_called_process_cannot_be_begun_by_people() -> None:
    assert list(Run(file(ONCE, child())).definition.starts) == ["mulai"]


def test_two_calls_at_the_same_time_run_apart() -> None:
    drawn = caller(
        both("f", "j"),
        call("p"),
        call("q"),
        path("mulai", "f", "p", "j", "selesai"),
        path("f", "q", "j"),
    )
    run = Run(file(drawn, child()))
    assert run.waiting == ["x", "x"]
    run.do("x")
    assert run.tokens == ["j", "q", "x"]
    run.do("x")
    assert run.ended


def test_one_call_after_the_other_begins_anew() -> None:
    run = Run(file(caller(call("p"), call("q"), path("mulai", "p", "q", "selesai")), child()))
    run.do("x")
    assert run.tokens == ["q", "x"]
    run.do("x")
    assert run.ended


def test_what_is_called_may_call() -> None:
    middle = child(start("m2"), call("r", "cucu"), path("m2", "r"))
    drawn = file(ONCE, middle, child(start("m3"), tasks("y"), path("m3", "y"), key="cucu"))
    run = Run(drawn)
    assert run.tokens == ["p", "r", "y"]
    run.do("y")
    assert run.waiting == ["arsip"]


def test_each_instance_of_a_repeated_call_runs_the_called_process() -> None:
    drawn = caller(call("p", inside=many(times(3))), path("mulai", "p", "selesai"))
    run = Run(file(drawn, child()))
    assert run.waiting == ["x"] * 3
    for _ in range(3):
        run.do("x")
    assert run.ended


def test_calls_in_a_circle_are_refused_each() -> None:
    middle = child(start("m2"), call("r", "cucu"), path("m2", "r"))
    back = child(start("m3"), call("t"), path("m3", "t"), key="cucu")
    found = refusals(file(ONCE, middle, back))
    assert {n.rule for n in found} == {"call-activities"}
    assert [n.element for n in found] == ["r", "t"]


def test_a_process_that_calls_itself_is_refused() -> None:
    (found,) = refusals(file(caller(call("p", "sop"), path("mulai", "p", "selesai"))))
    assert "dirinya sendiri" in found.reason


def test_a_called_process_begins_at_its_plain_start() -> None:
    told = node("startEvent", "m9", inside="<messageEventDefinition/>")
    drawn = file(ONCE, child(start("m2"), told, tasks("x", "y"), path("m2", "x"), path("m9", "y")))
    assert Run(drawn).waiting == ["x"]
    assert [n.element for n in notes(drawn) if n.rule == "unreached"] == ["m9", "y"]


def test_a_called_process_does_not_wait_for_what_would_begin_it_otherwise() -> None:
    told = node("startEvent", "m2", inside="<messageEventDefinition/>")
    assert Run(file(ONCE, child(told, tasks("x"), path("m2", "x")))).waiting == ["x"]


def test_of_several_starts_of_a_called_process_people_choose_one() -> None:
    two = node("startEvent", "m2", "Baru") + node("startEvent", "m3", "Perpanjangan")
    run = Run(file(ONCE, child(two, tasks("x", "y"), path("m2", "x"), path("m3", "y"))))
    run.do("anak", "Perpanjangan")
    assert run.waiting == ["y"]


def test_global_tasks_are_done_where_they_are_called() -> None:
    counts = node("globalScriptTask", "g", "Hitung", "<script>n = 1</script>")
    asks = node("globalUserTask", "u", "Periksa")
    drawn = caller(call("p", "g"), call("q", "u"), path("mulai", "p", "q", "selesai"))
    run = Run(file(counts, asks, drawn))
    assert run.last.left == ("mulai", "g", "p")
    assert run.waiting == ["u"]
    run.do("u")
    assert run.ended


def test_what_is_not_there_a_person_confirms() -> None:
    drawn = file(ONCE)
    (told,) = [n for n in notes(drawn) if n.rule == "call-activities"]
    assert (told.kind, told.element) == (NoteKind.ASSUMED, "p")
    run = Run(drawn)
    assert run.waiting == ["p"]
    run.do("p")
    assert run.waiting == ["arsip"]
