"""Events and answers are stored shorter, and come back byte for byte."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from service.domain.record import EMPTY, append, canonical
from service.store.compression import compressed, restored
from service.store.unit_of_work import SqlStore

CHAIN = UUID("00a9a9cd-5b9e-49df-b425-327a11b8a75a")
LIKE_ANY = {
    "act": "completed",
    "actor": {"account": "staf@dinas", "id": str(CHAIN), "name": "Staf", "role": "Staf"},
    "at": "2026-11-22T15:13:54.901258Z",
    "choices": {},
    "element": "Kegiatan_2",
    "ended": False,
    "entered": ["Kegiatan_3"],
    "left": ["Kegiatan_2"],
    "tokens": ["Kegiatan_3"],
    "withdrawn": [],
}

FIRST = (
    "01233236c0254f0aa82881c60b8641f08802170898c5033c968059c8c828c4d0d4cad0d8cad444cfd2c0"
    "d0c8d4029f13d1a295b288c41e7b882037c713d428d90e00"
)
SECOND = (
    "02c31378c8631fe0018b14d0000474d4820d3e6a011e36c01844c01fd494254ceca911b532c5959e503a3f000660dee"
    "cf7510a"
)
WHOLE = compressed(canonical(LIKE_ANY), CHAIN)


@given(st.binary())
def test_whatever_is_stored_comes_back_as_it_was(content: bytes) -> None:
    body = b'{"a":"' + content.hex().encode() + b'"}'
    assert restored(compressed(body, CHAIN), CHAIN) == body


@pytest.mark.parametrize(
    "written",
    [
        "00a9a9cd-5b9e-49df-b425-327a11b8a75a",
        "f3c1fc5a-7f0a-4b1e-8d7e-5a0f6c2b9e11",
        "F3C1FC5A-7F0A-4B1E-8D7E-5A0F6C2B9E11",
        "0c4bc2cd340e888aadf7a1b48e02a88c03e173a41e725fd11154f64063b9d5aa",
        "2026-11-22T15:13:54.901258Z",
        "2026-11-22T00:00:00.000000Z",
        "2099-12-28T23:59:59.999999Z",
        "2026-12-31T15:13:54.901258Z",
        "2028-02-29T15:13:54.901258Z",
        "2026-02-31T15:13:54.901258Z",
        "2026-11-22T24:00:00.000000Z",
        "2026-11-22T15:13:54Z",
    ],
)
def test_what_is_chance_comes_back_as_it_was_written(written: str) -> None:
    body = canonical({"said": [written, "kata", written], "element": written})
    stored = compressed(body, CHAIN)
    assert len(stored) < len(body)
    assert restored(stored, CHAIN) == body


@given(st.binary())
def test_what_was_never_compressed_is_read_as_it_stands_or_not_at_all(stored: bytes) -> None:
    """Nothing that somebody writes into a row can stop the reading of the others."""
    restored(stored, CHAIN)
    assert restored(b"{" + stored, CHAIN) == b"{" + stored


def test_an_event_takes_less_than_half_of_its_length() -> None:
    event, _ = append(CHAIN, EMPTY, LIKE_ANY, b"{}")
    assert len(compressed(event.body, CHAIN)) < len(event.body) / 2


@pytest.mark.parametrize("stored", [FIRST, SECOND])
def test_what_was_stored_with_any_dictionary_is_read_for_ever(stored: str) -> None:
    """Made when the dictionary was: a change of it would lose every record written so far."""
    assert restored(bytes.fromhex(stored), CHAIN) == canonical(
        {**LIKE_ANY, "chain": str(CHAIN), "sequence": 7}
    )


def test_events_of_before_stand_beside_those_that_are_compressed(database: Engine) -> None:
    store, chain = SqlStore(database), uuid4()
    first, head = append(chain, EMPTY, LIKE_ANY, b'{"catatan":null}')
    second, _ = append(chain, head, LIKE_ANY, b'{"catatan":null}')
    with store.begin() as work:
        work.record.add([first, second])
    with database.begin() as connection:
        stored = connection.execute(text("SELECT length(body) FROM events")).scalars().all()
    assert max(stored) < len(first.body)
    with store.read() as work:
        assert list(work.record.of(chain)) == [first, second]


@pytest.mark.parametrize(
    "stored", [b"\x01", b"\x01garbage", b"\x02", b"\x02garbage", WHOLE[:-1], WHOLE + b"a"]
)
def test_what_is_damaged_is_given_back_as_it_stands(stored: bytes) -> None:
    assert restored(stored, CHAIN) == stored
