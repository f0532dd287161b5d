"""A file that holds no diagram, or more than one, is refused before anything in it is read."""

from __future__ import annotations

import pytest

from service.engine.intake.reading import LARGEST_DIAGRAM
from tests.integration.drawing import (
    diagram,
    end,
    file,
    node,
    only,
    path,
    process,
    refusals,
    start,
    task,
)

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04", id="an archive"),
        pytest.param(diagram(*GOOD)[:-20], id="cut short"),
        pytest.param(diagram(*GOOD).replace(b"</process>", b""), id="not closed"),
        pytest.param(b'<?xml version="1.0" encoding="tidak-ada"?><a/>', id="unknown encoding"),
        pytest.param(diagram(*GOOD).replace(b'"a"', b'"\xff"'), id="not UTF-8"),
        pytest.param(diagram(*GOOD).replace(b'"a"', b'"&nama;"'), id="an entity never declared"),
        pytest.param(b"\0" * 100, id="zeros"),
    ],
)
def test_what_is_not_xml_is_refused(content: bytes) -> None:
    found = only(refusals(content))
    assert "bukan XML" in found.reason
    assert found.remedy


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
    found = only(refusals(drawn))
    assert "DTD atau entitas" in found.reason or "bukan XML" in found.reason
    assert found.remedy


def test_a_file_over_five_megabytes_is_refused_unread() -> None:
    largest = diagram(*GOOD) + b" " * (LARGEST_DIAGRAM - len(diagram(*GOOD)))
    assert refusals(largest) == []
    found = only(refusals(largest + b" "))
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
    found = only(refusals(content))
    assert "bukan diagram BPMN 2.0" in found.reason
    assert found.remedy


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(file(), id="nothing"),
        pytest.param(file(process()), id="an empty process"),
        pytest.param(file(process("<documentation>x</documentation>")), id="words alone"),
        pytest.param(file(process(node("laneSet", "l", inside=node("lane", "m")))), id="lanes"),
        pytest.param(file(node("collaboration", "k")), id="a collaboration alone"),
    ],
)
def test_a_file_without_a_process_is_refused(content: bytes) -> None:
    found = only(refusals(content))
    assert "tidak memuat proses" in found.reason
    assert found.remedy


def test_two_pools_with_content_are_refused_at_the_second() -> None:
    found = only(refusals(file(process(*GOOD), process(start("m"), key="lain", name="Lain"))))
    assert (found.element, found.label, found.line) == ("lain", "Lain", 6)
    assert "lebih dari satu kolam" in found.reason
    assert found.remedy


def test_an_empty_pool_beside_the_content_is_no_second_one() -> None:
    black_box = process(node("laneSet", "l", inside=node("lane", "m")), key="luar")
    assert refusals(file(black_box, process(*GOOD))) == []


def test_a_process_without_an_id_is_refused() -> None:
    assert refusals(file(process(*GOOD, key="")))[0].line == 2
