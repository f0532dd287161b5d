"""What nobody drew: each file gets a clear answer within seconds, and harms nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import pytest

from service.bootstrap import drawings
from service.domain.definition import DiagramRefused, NoteKind
from service.usecases.play_diagram import PlayDiagram
from tests.integration.drawing import (
    diagram,
    end,
    file,
    flow,
    node,
    path,
    process,
    start,
    task,
    tasks,
    xor,
)

SECONDS = 15  # of one processor; each takes three or less where it is not shared


def refusals(content: bytes) -> str:
    """Why the file is refused, told within SECONDS; nothing when it runs."""
    begun = time.process_time()
    try:
        drawings().check(content, {})
    except DiagramRefused as refused:
        return "\n".join(str(n) for n in refused.notes if n.kind is NoteKind.REFUSED)
    finally:
        assert time.process_time() - begun < SECONDS
    return ""


def played(content: bytes) -> bool:
    """Whether a play of the file ended, in a few times SECONDS."""
    begun = time.process_time()
    ended = drawings().play(PlayDiagram(content, 1, {})).ended
    assert time.process_time() - begun < 2 * SECONDS
    return ended


def numbered(letter: str, count: int) -> list[str]:
    return [f"{letter}{number}" for number in range(count)]


def nested(levels: int) -> bytes:
    inside = ""
    for level in range(levels):
        inside = node("subProcess", f"s{level}", inside=start(f"m{level}") + inside)
    return diagram(start(), inside)


def calling(count: int) -> bytes:
    """Processes in a circle, each of which calls the next."""
    return file(
        *(
            process(
                start(f"m{number}"),
                node("callActivity", f"c{number}", calledElement=f"p{(number + 1) % count}"),
                path(f"m{number}", f"c{number}"),
                key=f"p{number}",
            )
            for number in range(count)
        )
    )


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY a%d "&a%s;&a%s;">'
        % (n, b"%d" % (n - 1) if n > 1 else b"", b"%d" % (n - 1) if n > 1 else b"")
        for n in range(1, 40)
    )
    + b"]><definitions>&a39;</definitions>"
)
GOOD = diagram(
    start(), task("a", "Periksa berkas yang masuk"), end(), path("mulai", "a", "selesai")
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "bukan XML"),
        (b"\0" * 100_000, "bukan XML"),
        (BOMB, "XML"),
        (b'<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd"><d/>', "DTD"),
        (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>', "DTD"),
        (GOOD[: len(GOOD) // 2], "bukan XML"),
        (
            b'<?xml version="1.0" encoding="UTF-8"?>' + GOOD.replace(b"Periksa", b"P\xe9riksa"),
            "encoding",
        ),
        (b'<?xml version="1.0" encoding="EBCDIC-XX"?>' + GOOD, "encoding"),
        (b'<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>', "XPDL"),
        (b"<epml:epml xmlns:epml='http://www.epml.de'><epc/></epml:epml>", "EP"),
        (b'<VisioDocument xmlns="http://schemas.microsoft.com/visio/2003/core"/>', "Visio"),
        (nested(200), "bersarang"),
        (calling(2), "memanggil dirinya sendiri"),
        (calling(300), "memanggil dirinya sendiri"),
        (diagram(start(), tasks(*numbered("t", 10_001))), "lebih dari 10000"),
        (diagram(*(flow("a", "b", key=key) for key in numbered("f", 60_000))), "lebih"),
        (b"<d>" + b" " * (5 * 1024 * 1024) + b"</d>", "5 MB"),
    ],
    ids=range(17),
)
def test_it_is_refused_with_what_it_is(content: bytes, told: str) -> None:
    assert told in refusals(content)


def blocks(count: int, kind: str, joined_by: str = "") -> Iterable[str]:
    """A split and a join after the other, with two tasks between them."""
    before = "mulai"
    yield start()
    for n in range(count):
        yield tasks(f"a{n}", f"b{n}")
        yield node(kind, f"g{n}", "Lanjut?") + node(joined_by or kind, f"j{n}")
        yield path(before, f"g{n}", f"a{n}", f"j{n}") + path(f"g{n}", f"b{n}", f"j{n}")
        before = f"j{n}"


def fan(kind: str, count: int) -> Iterable[str]:
    """A gateway with very many ways, and one that they meet at."""
    yield start() + tasks(*numbered("t", count)) + node(kind, "g", "Pilih") + node(kind, "j")
    yield path("mulai", "g")
    yield from (path("g", key, "j") for key in numbered("t", count))


def splitting(count: int) -> Iterable[str]:
    """Tasks in a row, each of which may also end."""
    yield start() + tasks(*numbered("t", count)) + end()
    yield path("mulai", *numbered("t", count))
    yield from (flow(key, "selesai", when="x > 1") for key in numbered("t", count))


def chosen_by_value(count: int) -> Iterable[str]:
    yield start() + xor("g") + tasks(*numbered("t", count)) + path("mulai", "g")
    yield from (flow("g", key, when=f"x = {n}") for n, key in enumerate(numbered("t", count)))


LARGE: dict[str, Callable[[], bytes]] = {
    "a row of 4,000 steps": lambda: diagram(
        start(), tasks(*numbered("t", 4000)), path("mulai", *numbered("t", 4000))
    ),
    "90 levels": lambda: nested(90),
    "500 decisions": lambda: diagram(*blocks(500, "exclusiveGateway")),
    "500 parallel blocks": lambda: diagram(*blocks(500, "parallelGateway")),
    "150 inclusive blocks": lambda: diagram(*blocks(150, "inclusiveGateway")),
    "300 races": lambda: diagram(*blocks(300, "eventBasedGateway", "exclusiveGateway")),
    "1,000 tasks that split": lambda: diagram(*splitting(1000)),
    "1,000 parallel branches": lambda: diagram(*fan("parallelGateway", 1000)),
    "500 inclusive branches": lambda: diagram(*fan("inclusiveGateway", 500)),
    "a gateway with 2,000 ways": lambda: diagram(*fan("exclusiveGateway", 2000)),
    "a gateway with 4,900 conditions": lambda: diagram(*chosen_by_value(4900)),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_large_is_read_and_played_all_the_same(name: str) -> None:
    content = LARGE[name]()
    assert refusals(content) == ""
    assert played(content)
