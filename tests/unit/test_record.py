"""The record: one spelling of each content, salted digests, and hashes that follow each other."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.actor import Actor
from service.domain.record import (
    EMPTY,
    GENESIS,
    Answers,
    Event,
    Head,
    RecordDamaged,
    append,
    at_utc,
    by,
    canonical,
    chained_hash,
)

CHAIN = UUID("00000000-0000-0000-0000-00000000000a")
KASI = Actor(uuid4(), "kasi@rembang", "Kasi", uuid4())

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_one_content_has_one_spelling() -> None:
    assert canonical({"b": [1, None], "a": "Pengantar “KIS”"}) == (
        '{"a":"Pengantar “KIS”","b":[1,null]}'.encode()
    )
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


@given(st.dictionaries(st.text(alphabet=st.characters(codec="utf-8")), st.integers()))
def test_a_spelling_is_read_back_and_spelled_the_same(content: dict[str, int]) -> None:
    spelled = canonical(content)
    assert json.loads(spelled) == content
    assert canonical(json.loads(spelled)) == spelled


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"number": number})


def test_an_event_is_sealed_with_its_chain_and_its_place() -> None:
    event, head = append(CHAIN, Head(6, b"6" * 32), {"act": "claimed"})
    assert event.body == (
        b'{"act":"claimed","chain":"00000000-0000-0000-0000-00000000000a","sequence":7}'
    )
    assert event.hash == hashlib.sha256(b"6" * 32 + event.body).digest()
    assert head == Head(7, event.hash)


def test_a_chain_begins_at_nothing_and_each_event_follows_the_one_before() -> None:
    first, head = append(CHAIN, EMPTY, {"act": "started"})
    second, end = append(CHAIN, head, {"act": "claimed"})
    assert (first.sequence, second.sequence, end.count) == (1, 2, 2)
    assert first.hash == chained_hash(GENESIS, first.body)
    assert second.hash == chained_hash(first.hash, second.body)


def test_an_event_holds_only_the_salted_digest_of_its_answers() -> None:
    event, _ = append(CHAIN, EMPTY, {"act": "completed"}, b'{"nik":"3317"}')
    assert event.answers is not None
    assert event.answers.body == b'{"nik":"3317"}'
    assert len(event.answers.salt) == 16
    digest = hashlib.sha256(event.answers.salt + event.answers.body).hexdigest()
    assert event.content()["answers"] == event.answers.digest == digest
    assert b"3317" not in event.body


def test_the_same_answers_twice_have_two_digests() -> None:
    """Who knows what was answered cannot tell by the digest that it was answered."""
    events = [append(CHAIN, EMPTY, {}, b"{}")[0] for _ in range(2)]
    assert len({event.content()["answers"] for event in events}) == 2


def test_no_answers_and_empty_answers_are_two_things() -> None:
    without, _ = append(CHAIN, EMPTY, {})
    empty, _ = append(CHAIN, EMPTY, {}, b"")
    assert without.answers is None
    assert "answers" not in without.content()
    assert isinstance(empty.answers, Answers)


@given(json_values, json_values)
def test_different_contents_have_different_hashes(one: object, other: object) -> None:
    first, second = (append(CHAIN, EMPTY, {"value": value})[0] for value in (one, other))
    assert (first.hash == second.hash) == (first.body == second.body)


@pytest.mark.parametrize("body", [b"", b"\xff", b"{", b"[]", b'"text"', b"null"])
def test_a_body_that_is_no_json_object_is_damaged(body: bytes) -> None:
    with pytest.raises(RecordDamaged):
        Event(CHAIN, 1, body, GENESIS).content()


def test_moments_are_written_in_utc_to_the_microsecond() -> None:
    wib = timezone(timedelta(hours=7))
    assert at_utc(datetime(2026, 2, 2, 9, tzinfo=wib)) == "2026-02-02T02:00:00.000000Z"
    assert at_utc(datetime(2026, 2, 2, 2, 0, 0, 1, UTC)) == "2026-02-02T02:00:00.000001Z"


def test_an_actor_is_named_in_their_role_and_for_whom_they_act() -> None:
    named = {"id": str(KASI.id), "account": "kasi@rembang", "name": "Kasi"}
    assert by(KASI) == named
    assert by(KASI, "Kasi Rehabsos") == {**named, "role": "Kasi Rehabsos"}
    assert by(KASI, "Kasi Rehabsos", "Kasi Rehabsos") == {**named, "role": "Kasi Rehabsos"}
    assert by(KASI, "Petugas Pelayanan", "Pemohon") == {
        **named,
        "role": "Petugas Pelayanan",
        "for": "Pemohon",
    }
