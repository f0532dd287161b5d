"""Reads diagrams and forms from a folder, as the command line is given one."""

from __future__ import annotations

from pathlib import Path

from service.domain.errors import Invalid


class NothingToDeploy(Invalid):
    """Tidak ada berkas .bpmn di "%(place)s"."""


class FileUnreadable(Invalid):
    """Berkas "%(file)s" tidak dapat dibaca: %(reason)s."""


def find_diagrams(place: Path) -> list[Path]:
    """`place` itself when it is a file, else every diagram in it. Raises NothingToDeploy."""
    found = [place] if place.is_file() else sorted(place.glob("*.bpmn"))
    if not found:
        raise NothingToDeploy(place=place)
    return found


def read_diagram(file: Path) -> bytes:
    """The diagram's bytes. Raises FileUnreadable."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=file, reason=error.strerror) from None


def read_forms(place: Path) -> dict[str, str]:
    """The forms beside the diagrams, and those of a folder `forms` next to theirs, by name."""
    folder = place.parent if place.is_file() else place
    forms: dict[str, str] = {}
    for each in (folder.resolve().parent / "forms", folder):
        for file in sorted(each.glob("*.form")):
            try:
                forms[file.stem] = file.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise FileUnreadable(file=file, reason=error) from None
    return forms
