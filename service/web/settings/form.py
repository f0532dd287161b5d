"""A form of the settings as templates take it: its fields, what was typed, what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask import request

from service.domain.errors import LaksanaError
from service.domain.form_fields import Field
from service.web.times import Times
from service.web.translation import gettext

Typed = Mapping[str, Sequence[str]]
"""Field key -> what the person typed or chose."""


def form_of(
    fields: Iterable[Field], values: Typed, errors: Mapping[str, str] | None = None
) -> dict[str, object]:
    """The context of a form; `errors`: field key -> what is wrong, in words."""
    found = errors or {}
    return {
        "fields": list(fields),
        "values": values,
        "kept": {},
        "errors": found,
        "summary": found,
    }


def typed() -> Typed:
    """What was sent, to be shown again."""
    return request.form.to_dict(flat=False)


def said(refused: LaksanaError, times: Times) -> str:
    """A refusal in the reader's language, days in words."""
    values = {
        name: times.weekday_of(value) if isinstance(value, date) else value
        for name, value in refused.values.items()
    }
    return gettext(refused.message, **values)
