"""Answers in the record: plain JSON that comes back as it was."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from service.domain.form import Form
from service.domain.form_fields import Field, FieldKind, FileRef, RequirementAnswer
from service.domain.form_plain import to_plain

FORM = Form("contoh", "Contoh", tuple(Field(kind.value, kind, "Isian") for kind in FieldKind))
FILES = st.lists(
    st.builds(
        FileRef,
        st.text("0123456789abcdef", min_size=64, max_size=64),
        st.text(min_size=1, max_size=9),
        st.sampled_from(["application/pdf", "image/png"]),
        st.integers(1, 10_000_000),
    ),
    max_size=2,
).map(tuple)
TEXTS = st.none() | st.text(min_size=1, max_size=9)
ANSWERS = st.fixed_dictionaries(
    {
        "text": TEXTS,
        "long_text": TEXTS,
        "number": st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=3),
        "date": st.none() | st.dates(),
        "choice": TEXTS,
        "choices": st.lists(st.text(min_size=1, max_size=9), max_size=3).map(tuple),
        "checkbox": st.booleans(),
        "file": FILES,
        "requirement": st.builds(RequirementAnswer, present=st.booleans(), files=FILES),
    }
)


@given(ANSWERS)
def test_every_kind_of_answer_comes_back_as_it_was(answers: dict[str, object]) -> None:
    plain = json.loads(json.dumps(to_plain(answers)))  # type: ignore[arg-type]  # built by name
    assert FORM.from_plain(plain) == answers


def test_numbers_stay_exact_and_dates_readable() -> None:
    assert to_plain({"jumlah": Decimal("1E+2"), "tanggal": date(2026, 11, 22)}) == {
        "jumlah": "100",
        "tanggal": "2026-11-22",
    }


def test_what_is_absent_in_the_record_is_blank() -> None:
    blank = FORM.from_plain({})
    assert blank["choices"] == blank["file"] == ()
    assert blank["checkbox"] is False
    assert blank["requirement"] == RequirementAnswer(present=False)
    assert blank["text"] is None
    assert FORM.rows(blank) == ()
