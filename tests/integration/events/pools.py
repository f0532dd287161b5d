"""Pools that write to each other."""

from __future__ import annotations

from tests.integration.drawing import (
    file,
    node,
    path,
    process,
    start,
    tasks,
)
from tests.integration.events.drawn import (
    catches,
    throws,
    what,
)

MAIL = what("message")


def pools(*processes: str, messages: str = "", outside: str = "") -> bytes:
    """Processes `k1`, `k2` ... in pools `p1`, `p2` ...; `messages`: "from>to" between spaces."""
    members = [
        node("participant", f"p{n}", processRef=f"k{n}") for n in range(1, len(processes) + 1)
    ]
    members += [node("participant", each, each) for each in outside.split()]
    arrows = [
        node("messageFlow", f"arus{n}", sourceRef=a, targetRef=b)
        for n, (a, _, b) in enumerate(each.partition(">") for each in messages.split())
    ]
    return file(*processes, node("collaboration", "", inside="".join((*members, *arrows))))


def asks(*inside: str) -> str:
    return process(*inside, key="k1")


def answers(*inside: str) -> str:
    return process(*inside, key="k2")


SENDER = asks(start("m1"), tasks("a", "c"), throws("kirim", MAIL), path("m1", "a", "kirim", "c"))
WAITER = answers(start("m2"), catches("tunggu", MAIL), tasks("b"), path("m2", "tunggu", "b"))
