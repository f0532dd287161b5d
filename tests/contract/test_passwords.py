"""Passwords: matched by the hash that they gave, and by nothing else."""

from __future__ import annotations

import pytest

from service.connectors.passwords import Argon2Passwords
from service.usecases.ports import Passwords
from tests.fakes.surroundings import PlainPasswords


@pytest.fixture(params=[PlainPasswords, Argon2Passwords])
def passwords(request: pytest.FixtureRequest) -> Passwords:
    made: Passwords = request.param()
    return made


def test_a_password_matches_its_own_hash(passwords: Passwords) -> None:
    assert passwords.matches(passwords.hash("kata sandi"), "kata sandi")


def test_another_password_does_not(passwords: Passwords) -> None:
    stored = passwords.hash("kata sandi")
    for other in ("Kata sandi", "kata sandi ", ""):
        assert not passwords.matches(stored, other)


def test_where_nothing_is_stored_nothing_matches(passwords: Passwords) -> None:
    for password in ("kata sandi", ""):
        assert not passwords.matches(None, password)


def test_a_stored_text_that_is_no_hash_matches_nothing(passwords: Passwords) -> None:
    assert not passwords.matches("kata sandi", "kata sandi")
