"""Indonesia's public holidays and joint leave (cuti bersama), from the `holidays` library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any


class NationalHolidays:
    """The days off of a year, day -> Indonesian name; a date still estimated says "(perkiraan)"."""

    def __call__(self, year: int) -> Mapping[date, str]:
        """Give the public holidays and joint leave of `year`."""
        return _of("public", "government", year=year)

    def has_joint_leave(self, year: int) -> bool:
        """Tell whether joint leave is known for `year`: it is decreed only the year before."""
        return bool(_of("government", year=year))


@cache
def _of(*categories: str, year: int) -> Mapping[date, str]:
    days = _indonesia()(years=year, categories=categories, language="id")
    return MappingProxyType(dict(days))


@cache
def _indonesia() -> Callable[..., Mapping[date, str]]:
    """The library's class, out of a file that is read by itself.

    Imported by its name it would bring some 250 other countries: 7 MB in every process.
    """
    # Imported at first use, because every command would wait for it.
    import holidays  # noqa: PLC0415 - see above

    path = Path(holidays.__file__).parent / "countries" / "indonesia.py"
    loader = SourceFileLoader("indonesia", str(path))
    module: Any = ModuleType(loader.name)
    loader.exec_module(module)
    found: Callable[..., Mapping[date, str]] = module.Indonesia
    return found
