"""Diagrams in which one activity is done several times."""

from __future__ import annotations

from tests.integration.drawing import Run, diagram, end, node, path, script, start, tasks


def many(inside: str = "", **attributes: str) -> str:
    return node("multiInstanceLoopCharacteristics", "", inside=inside, **attributes)


def one_by_one(inside: str) -> str:
    return many(inside, isSequential="true")


def times(count: object) -> str:
    return f"<loopCardinality>{count}</loopCardinality>"


def until(condition: str) -> str:
    return f"<completionCondition>{condition}</completionCondition>"


def loop(condition: str = "", **attributes: str) -> str:
    inside = f"<loopCondition>{condition}</loopCondition>" if condition else ""
    return node("standardLoopCharacteristics", "", inside=inside, **attributes)


def repeated(marker: str, kind: str = "userTask", before: str = "", after: str = "") -> bytes:
    """`periksa`, repeated; scripts before and after it."""
    return sequence(node(kind, "periksa", "Periksa", marker), before=before, after=after)


def counting(marker: str, before: str = "n = 0", after: str = "", text: str = "n = n + 1") -> bytes:
    """A script that is repeated, and then a person who waits."""
    inside = f"{marker}<script>{text}</script>"
    return sequence(node("scriptTask", "periksa", inside=inside), before=before, after=after)


def sequence(repeats: str, before: str = "", after: str = "", beside: str = "") -> bytes:
    return diagram(
        start(),
        script("sebelum", before or "x = 1"),
        repeats,
        script("sesudah", after or "x = 1"),
        tasks("arsip"),
        end(),
        path("mulai", "sebelum", "periksa", "sesudah", "arsip", "selesai"),
        beside,
    )


def did(run: Run, element: str) -> int:
    return run.last.left.count(element)
