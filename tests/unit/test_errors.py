"""Errors speak to people: the docstring of each class is its message, with its places filled."""

from __future__ import annotations

import pytest

from service.domain.errors import N_, Conflict, Forbidden, Invalid, LaksanaError, NotFound
from service.domain.form_fields import Problem


class StampMissing(Conflict):
    """Cap dinas %(office)s
    belum ada.
    """


class Unsaid(LaksanaError):
    __doc__ = None


def test_the_docstring_is_the_message() -> None:
    error = StampMissing(office="Rembang")
    assert str(error) == "Cap dinas Rembang\nbelum ada."
    assert error.message == "Cap dinas %(office)s\nbelum ada."
    assert error.values == {"office": "Rembang"}


def test_an_error_without_words_is_still_an_error() -> None:
    assert str(Unsaid()) == ""


def test_a_message_without_a_place_is_taken_as_it_is() -> None:
    for kind in (NotFound, Forbidden, Conflict, Invalid):
        assert str(kind()) == kind.__doc__


def test_a_value_that_a_message_needs_must_be_given() -> None:
    with pytest.raises(KeyError):
        StampMissing()


def test_what_is_marked_for_translation_stays_as_it_is() -> None:
    assert N_("Kolom ini wajib diisi.") == "Kolom ini wajib diisi."
    assert Problem(N_("Isi %(least)s."), {"least": 3}).text == "Isi 3."
