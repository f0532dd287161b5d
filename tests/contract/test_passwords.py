"""Passwords: matched by the hash that they gave, and by nothing else."""

from __future__ import annotations

import subprocess
import sys

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


HELD = """
from pathlib import Path
from threading import Thread
from service.connectors.passwords import Argon2Passwords

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1])

passwords, before = Argon2Passwords(), resident()
for _ in range(2):
    people = [Thread(target=passwords.hash, args=("kata sandi",)) for _ in range(4)]
    for each in people:
        each.start()
    for each in people:
        each.join()
print(resident() - before)
"""


def test_a_process_gives_the_memory_of_its_hashes_back() -> None:
    counted = subprocess.run([sys.executable, "-c", HELD], check=True, capture_output=True)
    assert int(counted.stdout) < 1000, "pages, of which one hash takes 4864"
