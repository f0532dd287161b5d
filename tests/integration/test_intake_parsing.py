"""A file that holds no diagram is refused before anything in it is read."""

from __future__ import annotations

import pytest

from service.engine.intake.drawing.parsing import DEEPEST, LARGEST_DIAGRAM, MOST_XML
from service.engine.intake.drawing.sheet import MOST_AROUND, MOST_ELEMENTS
from service.engine.intake.reading import read_graph
from tests.integration.drawing import (
    BPMN,
    diagram,
    end,
    file,
    flow,
    node,
    only,
    path,
    process,
    start,
    task,
    tasks,
)
from tests.integration.reading import assumed, picture, refused

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(diagram(*GOOD)[:-20], id="cut short"),
        pytest.param(diagram(*GOOD).replace(b"</process>", b""), id="not closed"),
        pytest.param(diagram(*GOOD).replace(b'"a"', b'"&nama;"'), id="an entity never declared"),
        pytest.param(b"\0" * 100, id="zeros"),
    ],
)
def test_what_is_not_xml_is_refused(content: bytes) -> None:
    found = only(refused(content))
    assert "bukan XML" in found.reason
    assert found.remedy


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'<?xml version="1.0" encoding="tidak-ada"?><a/>', id="unknown"),
        pytest.param(diagram(*GOOD).replace(b'"a"', b'"\xff"'), id="not UTF-8"),
        pytest.param(
            b'<?xml version="1.0" encoding="UTF-8"?>'
            + diagram(task("a", "M\xe9")).decode().encode("latin-1"),
            id="Latin-1 that says UTF-8",
        ),
    ],
)
def test_a_wrong_encoding_is_named(content: bytes) -> None:
    found = only(refused(content))
    assert "encoding" in found.reason
    assert (found.line > 0, found.rule) == (True, "file")
    assert "UTF-8" in found.remedy


def test_other_encodings_are_read() -> None:
    drawn = diagram(task("a", "M\xe9")).decode()
    for encoding in ("utf-8", "utf-16", "iso-8859-1", "mac_roman"):
        said = "MacRoman" if encoding == "mac_roman" else encoding
        text = f'<?xml version="1.0" encoding="{said}"?>{drawn}'
        assert read_graph(text.encode(encoding)).nodes["a"].name == "M\xe9"


DOCTYPES = {
    "a DTD": "<!DOCTYPE definitions>",
    "a DTD elsewhere": '<!DOCTYPE definitions SYSTEM "http://localhost:9/x.dtd">',
    "an entity": '<!DOCTYPE definitions [<!ENTITY e "x">]>',
    "a file as entity": '<!DOCTYPE definitions [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    "a parameter entity": '<!DOCTYPE d [<!ENTITY % e SYSTEM "file:///etc/hostname"> %e;]>',
    "an entity bomb": "<!DOCTYPE d ["
    + '<!ENTITY e0 "xxxxxxxxxx">'
    + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    + "]>",
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
@pytest.mark.parametrize("used", ["x", "&e;", "&e12;"])
def test_a_dtd_or_an_entity_is_refused(doctype: str, used: str) -> None:
    drawn = doctype.encode() + diagram(start(), node("userTask", "a", "NAMA")).replace(
        b"NAMA", used.encode()
    )
    found = only(refused(drawn))
    assert "DTD atau entitas" in found.reason or "bukan XML" in found.reason
    assert found.remedy


def test_a_file_over_five_megabytes_is_refused_unread() -> None:
    largest = diagram(*GOOD) + b" " * (LARGEST_DIAGRAM - len(diagram(*GOOD)))
    assert refused(largest) == []
    found = only(refused(largest + b" "))
    assert "5 MB" in found.reason
    assert found.remedy


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<html/>", id="a page"),
        pytest.param(b"<definitions/>", id="no name space"),
        pytest.param(b'<definitions xmlns="http://bpmn.io/"/>', id="another name space"),
        pytest.param(process(*GOOD).encode(), id="no definitions"),
    ],
)
def test_what_is_not_bpmn_is_refused(content: bytes) -> None:
    found = only(refused(content))
    assert "bukan diagram BPMN 2.0" in found.reason
    assert found.remedy


def nested(levels: int) -> str:
    opened = "".join(f'<subProcess id="s{n}">' for n in range(levels))
    return opened + task("dalam") + "</subProcess>" * levels


@pytest.mark.parametrize("levels", [DEEPEST, 200, 3000])
def test_more_levels_than_anybody_draws_are_refused(levels: int) -> None:
    found = only(refused(diagram(nested(levels))))
    assert f"lebih dari {DEEPEST} tingkat" in found.reason
    assert found.line
    assert found.remedy


def test_deep_nesting_within_the_limit_is_read() -> None:
    levels = DEEPEST - 3
    read = read_graph(diagram(nested(levels)))
    assert len(read.nodes) == levels + 1
    assert read.nodes["dalam"].scope == f"s{levels - 1}"


def test_as_many_steps_as_the_limit_are_read_and_more_are_refused() -> None:
    half = MOST_ELEMENTS // 2
    names = [f"t{n}" for n in range(half)]
    drawn = diagram(tasks(*names), path(*names), path(names[-1], names[0]))
    assert len(read_graph(drawn).nodes) == half
    found = only(refused(diagram(tasks(*names), path(*names), path(*names[::-1]))))
    assert str(MOST_ELEMENTS) in found.reason
    assert found.remedy


@pytest.mark.parametrize(
    "element",
    [
        pytest.param("<a/>" * (MOST_XML + 1), id="elements"),
        pytest.param("<a " + " ".join(f'b{n}="x"' for n in range(50_000)) + "/>", id="attributes"),
    ],
)
def test_a_file_of_more_xml_than_any_drawing_is_refused(element: str) -> None:
    found = only(refused(diagram(*GOOD, element)))
    assert "lebih dari" in found.reason
    assert found.remedy


def test_more_pools_and_lanes_than_anybody_draws_are_refused() -> None:
    many = (process(task(f"t{n}"), key=f"p{n}") for n in range(MOST_AROUND + 1))
    found = only(refused(file(*many)))
    assert str(MOST_AROUND) in found.reason
    assert (found.line, bool(found.remedy)) == (MOST_AROUND + 2, True)


def test_thousands_of_loose_arrows_are_answered_as_quickly() -> None:
    names = [f"t{n}" for n in range(3000)]
    places = {name: (n * 200, 0, 100, 80) for n, name in enumerate(names)}
    loose = [flow(name, "", key=f"f{name}") for name in names]
    ends = {f"f{name}": ((n * 200, 0), (n * 200 + 210, 0)) for n, name in enumerate(names)}
    drawn = file(process(tasks(*names), *loose), picture(places, **ends))
    assert len(refused(drawn)) > 2000


def test_ids_that_thousands_share_are_answered_as_quickly() -> None:
    drawn = diagram(*[task("a", "Sama")] * 4000, path(*["a"] * 4001))
    assert len(refused(drawn)) == 4000


@pytest.mark.parametrize(
    "space",
    [
        "http://schema.omg.org/spec/BPMN/2.0",
        "http://www.omg.org/spec/BPMN/20100501/MODEL",
        "http://www.omg.org/spec/BPMN/20100524/MODEL/",
        "https://www.omg.org/spec/BPMN/20100524/MODEL",
        "http://www.omg.org/spec/BPMN/2.0/20100501/BPMN20.xsd",
        "http://www.omg.org/bpmn20",
    ],
)
def test_other_spellings_of_the_name_space_are_read(space: str) -> None:
    read = read_graph(diagram(*GOOD).replace(BPMN.encode(), space.encode()))
    assert list(read.nodes) == ["mulai", "a", "selesai"]
    assert len(read.flows) == 2
    (found,) = assumed(read, "namespaces")
    assert space in found.reason


def test_the_name_space_of_pictures_is_not_taken_for_it() -> None:
    space = "http://www.omg.org/spec/BPMN/20100524/DI"
    assert refused(diagram(*GOOD).replace(BPMN.encode(), space.encode()))
