"""An archive on disk: whatever of it is not as it was written is refused, by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from service.documents.archive import (
    ArchiveDamaged,
    ArchiveNewer,
    ArchiveUnreadable,
    ZipArchives,
)
from service.domain.files import LARGEST_FILE
from service.usecases.copies import Contents, Table

ROWS = [b'["%d"]\n' % number for number in range(3000)]
ROLES = Table("roles", {"name": "text"}, len(ROWS))
SCAN = b"%PDF-1.4\n" + Random(4).randbytes(3000)
HASH = sha256(SCAN).hexdigest()
CONTENTS = Contents("0.1.0", "0002", datetime(2026, 2, 2, tzinfo=UTC), (ROLES,), (HASH,))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A whole archive."""
    place = tmp_path / "cadangan.zip"
    with ZipArchives().create(place) as archive:
        archive.add_rows(ROLES, ROWS)
        archive.add_file(HASH, SCAN)
        archive.finish(CONTENTS)
    return place


def read(place: Path) -> tuple[Contents, list[bytes], list[bytes]]:
    """Everything in an archive."""
    with ZipArchives().open(place) as archive:
        contents = archive.contents
        rows = [row for table in contents.tables for row in archive.rows(table)]
        return contents, rows, [archive.file(each) for each in contents.files]


def test_an_archive_gives_back_what_was_put_in(place: Path) -> None:
    assert read(place) == (CONTENTS, [row.removesuffix(b"\n") for row in ROWS], [SCAN])


def test_whatever_byte_is_changed_it_is_refused_or_means_nothing(place: Path) -> None:
    whole, expected = place.read_bytes(), read(place)
    chance = Random(1)
    refused = 0
    for _ in range(200):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        place.write_bytes(damaged)
        try:
            assert read(place) == expected
        except (ArchiveDamaged, ArchiveNewer):
            refused += 1
    assert refused > 150


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.999])
def test_a_cut_archive_is_refused(place: Path, part: float) -> None:
    whole = place.read_bytes()
    place.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(ArchiveDamaged, match=r'"[^"]+cadangan\.zip" rusak'):
        read(place)


def altered(place: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive again, with other members."""
    with ZipFile(place) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    with ZipFile(place, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return place


@pytest.mark.parametrize("name", ["tables/roles.jsonl", f"files/{HASH}", "contents.json"])
def test_a_member_that_is_missing_is_named(place: Path, name: str) -> None:
    def remove(members: dict[str, bytes]) -> None:
        del members[name]

    with pytest.raises(ArchiveDamaged, match=name):
        read(altered(place, remove))


@pytest.mark.parametrize("name", ["../secret-key", "tables/lain.jsonl", f"files/{'0' * 64}"])
def test_a_member_that_nobody_named_is_refused(place: Path, name: str) -> None:
    with pytest.raises(ArchiveDamaged, match=name):
        read(altered(place, lambda members: members.update({name: b""})))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tables/roles.jsonl", b"".join(ROWS[:-1])),
        ("tables/roles.jsonl", b"".join(ROWS).replace(b"1", b"2")),
        ("tables/roles.jsonl", b"".join(ROWS).removesuffix(b"\n")),
        (f"files/{HASH}", SCAN[:-1]),
        (f"files/{HASH}", bytes(LARGEST_FILE + 1)),
        ("contents.json", b"{"),
        ("contents.json", b"[]"),
        ("contents.json", b'{"format": 1}'),
    ],
)
def test_a_member_that_was_exchanged_is_named(place: Path, name: str, content: bytes) -> None:
    with pytest.raises(ArchiveDamaged, match=name):
        read(altered(place, lambda members: members.update({name: content})))


def test_a_later_format_asks_for_the_later_laksana(place: Path) -> None:
    def renumber(members: dict[str, bytes]) -> None:
        contents = {**json.loads(members["contents.json"]), "format": 2, "version": "9.1"}
        members["contents.json"] = json.dumps(contents).encode()

    with pytest.raises(ArchiveNewer, match=r"Laksana 9\.1 yang lebih baru"):
        read(altered(place, renumber))


def test_a_place_without_an_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnreadable, match=r"tidak-ada\.zip"):
        read(tmp_path / "tidak-ada.zip")
    other = tmp_path / "lain.txt"
    other.write_text("bukan arsip")
    with pytest.raises(ArchiveDamaged, match=r"lain\.txt"):
        read(other)


def test_what_a_killed_one_left_is_written_over(tmp_path: Path, place: Path) -> None:
    left = tmp_path / "baru.zip.part"
    left.write_bytes(bytes(1 << 20))
    left.chmod(0o644)
    with ZipArchives().create(tmp_path / "baru.zip") as archive:
        archive.add_rows(ROLES, ROWS)
        archive.add_file(HASH, SCAN)
        archive.finish(CONTENTS)
    assert read(tmp_path / "baru.zip") == read(place)
    assert (tmp_path / "baru.zip").stat().st_mode & 0o777 == 0o600
    assert not left.exists()
