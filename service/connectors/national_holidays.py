"""Indonesia's public holidays and joint leave (cuti bersama), from the `holidays` library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType


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
    # Imported at first use: loading it takes about 0.15 s, which every command would wait for.
    from holidays import country_holidays  # noqa: PLC0415 - see above

    days = country_holidays("ID", years=year, categories=categories, language="id")
    return MappingProxyType(dict(days))
