"""Two branches between two gateways, and the events that branches wait for."""

from __future__ import annotations

from tests.integration.drawing import Run, diagram, end, flow, node, path, script, start

SPELLINGS = ['"{}" in test', '${{test.contains("{}")}}', 'contains(test, "{}")']


def steps(*keys: str) -> str:
    """Steps that run by themselves."""
    return "".join(script(key, f'{key} = "sudah"') for key in keys)


def split(opens: str, closes: str, spelling: str = SPELLINGS[0], **attributes: str) -> bytes:
    """Branches a and b, taken where the input has their letter, and z after the merge."""
    conditional = opens != "parallelGateway"
    return diagram(
        start(),
        node(opens, "pisah", **attributes),
        steps("a", "b", "c", "z"),
        node(closes, "temu") if closes else "",
        end(),
        path("mulai", "pisah"),
        flow("pisah", "a", when=spelling.format("a") if conditional else ""),
        flow("pisah", "b", when=spelling.format("b") if conditional else ""),
        flow("pisah", "c") if "default" in attributes else "",
        path("a", "temu"),
        path("b", "temu"),
        path("c", "temu"),
        path("temu", "z", "selesai"),
    )


def passed(run: Run) -> str:
    """The steps that the last act passed, in their order."""
    return "".join(element for element in run.last.left if element in "abcdz")


def timer(duration: str) -> str:
    written = f"<timeDuration>{duration}</timeDuration>"
    return f"<timerEventDefinition>{written}</timerEventDefinition>"


def signal(kind: str, key: str, name: str, **attributes: str) -> str:
    inside = f'<signalEventDefinition signalRef="{name}"/>'
    return node(kind, key, inside=inside, **attributes)
