"""Which files the house tests read: all that are written by hand and have a duty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

FOLDERS = ("service", "tests", "scripts", "docker", ".ci")
MADE = {"node_modules", "dist", "__pycache__"}
SUFFIXES = {".py", ".html", ".css", ".js", ".mjs", ".sh", ""}


def written() -> list[Path]:
    """Every hand-written program, template, style sheet and script, sorted."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return sorted(
        path
        for path in found
        if path.suffix in SUFFIXES and path.is_file() and MADE.isdisjoint(path.parts)
    )


def of_python(*folders: str) -> Iterator[Path]:
    """The Python modules among them, in these folders or in all."""
    for path in written():
        if path.suffix == ".py" and (not folders or name_of(path).startswith(folders)):
            yield path


def name_of(path: Path) -> str:
    """The file's name inside the repository."""
    return path.relative_to(ROOT).as_posix()
