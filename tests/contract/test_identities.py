"""Identities are kept in little room, and those of before are found as they stand."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from service.domain.identity import new_id
from service.store.database import open_database
from service.store.identities import as_kept, identity_of
from service.store.migrate import migrate
from service.store.schema import messages

OF_BEFORE = UUID("01a20474-7374-727e-8fa7-e1d32943e5a8")


@given(st.uuids())
def test_every_identity_comes_back_as_it_was(identity: UUID) -> None:
    assert identity_of(as_kept(identity)) == identity
    assert identity_of(identity) == identity


@pytest.mark.parametrize("kept", [b"short", "", "zz" * 16])
def test_what_is_no_identity_is_told(kept: bytes | str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever part of it tells
        identity_of(kept)


@pytest.mark.sqlite
def test_sqlite_keeps_what_is_new_in_bytes_and_behind_what_was_there(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'laksana.db'}")
    migrate(database)
    new = [new_id() for _ in range(2)]
    with database.begin() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for each in (*new, OF_BEFORE):
            connection.execute(insert(messages).values(case_id=each, id=each))
        ordered = connection.execute(select(messages.c.id).order_by(messages.c.id)).scalars().all()
        kept = connection.execute(text("SELECT id FROM messages ORDER BY id")).scalars().all()
        for each in ordered:
            of_one = select(messages.c.case_id).where(messages.c.id == each)
            assert connection.execute(of_one).scalars().all() == [each]
        connection.rollback()
    database.dispose()
    assert kept == [OF_BEFORE.hex, *sorted(each.bytes for each in new)]
    assert ordered == [OF_BEFORE, *sorted(new)]
