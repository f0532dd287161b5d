"""One component of a form-js file: its attributes by type, and what is refused in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from service.domain.errors import N_
from service.domain.form_fields import InvalidForm, Problem

_MOST = 1_000_000  # of anything that is counted; also keeps 1e999999999 from being expanded
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # no page can show them
_CANNOT_HONOUR: Mapping[str, str] = {
    "conditional": N_("syarat tampil (Hide if) belum didukung. Hapus syaratnya."),
    "readonly": N_("isian hanya-baca (Read only) belum didukung. Hapus, atau gunakan teks."),
    "disabled": N_("isian nonaktif (Disabled) belum didukung. Hapus isiannya."),
    "valuesKey": N_("pilihan dari data belum didukung. Tulis pilihannya di formulir."),
    "valuesExpression": N_("pilihan dari data belum didukung. Tulis pilihannya di formulir."),
    "increment": N_("kelipatan (Increment) belum didukung. Hapus kelipatannya."),
    "disallowPassedDates": N_("larangan tanggal lampau belum didukung. Hapus larangannya."),
    "appearance": N_("awalan dan akhiran (Prefix, Suffix) belum didukung. Tulis dalam label."),
    "path": N_("jalur (Path) pada grup belum didukung. Kosongkan jalurnya."),
}


@dataclass(frozen=True, slots=True)
class Component:
    """The attributes of one place in the file `form`; `place` names it to the person."""

    form: str
    place: str
    raw: Mapping[str, object]

    def refusal(self, message: str, **values: object) -> InvalidForm:
        """The refusal of this place: `message` says what is wrong and what to do."""
        return InvalidForm(self.form, self.place, Problem(message, values))

    def children(self) -> tuple[Component, ...]:
        """The components in a form or a group."""
        return self.list_of("components")

    def list_of(self, name: str) -> tuple[Component, ...]:
        """A list of objects; each is called by its key, its id, or its number."""
        items = self.raw.get(name) or []
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self._wrong_type(name)
        return tuple(
            Component(self.form, str(item.get("key") or item.get("id") or f"{name}[{n}]"), item)
            for n, item in enumerate(items)
        )

    def within(self, name: str) -> Component:
        """A nested object of attributes; the place keeps its name."""
        inner = self.raw.get(name) or {}
        if not isinstance(inner, dict):
            raise self._wrong_type(name)
        return Component(self.form, self.place, inner)

    def literal(self, name: str) -> str:
        """A text that form-js takes as it is; empty when absent."""
        value = self.raw.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or _CONTROLS.search(value):
            raise self._wrong_type(name)
        return value.strip()

    def text(self, name: str) -> str:
        """A text in which form-js would evaluate FEEL: refused when it holds any."""
        value = self.literal(name)
        if value.startswith("=") or "{{" in value:
            raise self.refusal(
                N_("ungkapan FEEL pada “%(attribute)s” belum didukung. Tulis nilainya langsung."),
                attribute=name,
            )
        return value

    def flag(self, name: str) -> bool:
        """A yes or no; no when absent."""
        value = self.raw.get(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self._wrong_type(name)
        return value

    def decimal(self, name: str) -> Decimal | None:
        """A number, exact; the Modeler also writes numbers as text."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise self._wrong_type(name)
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise self._wrong_type(name) from None
        if not number.is_finite():
            raise self._wrong_type(name)
        return number

    def whole(self, name: str) -> int | None:
        """A number of things: a whole number, not below zero."""
        number = self.decimal(name)
        if number is None:
            return None
        if not 0 <= number <= _MOST or number != number.to_integral_value():
            raise self._wrong_type(name)
        return int(number)

    def _wrong_type(self, name: str) -> InvalidForm:
        message = N_("nilai “%(attribute)s” tidak sesuai jenisnya. Tulis nilainya langsung.")
        return self.refusal(message, attribute=name)


def cannot_honour(component: Component) -> None:
    """Refuse what form-js would do with this component and Laksana does not."""
    for name, message in _CANNOT_HONOUR.items():
        value = component.raw.get(name)
        if any(value.values()) if isinstance(value, dict) else value:
            raise component.refusal(message)
    if component.raw.get("type") == "datetime" and component.raw.get("subtype") != "date":
        raise component.refusal(N_("jam belum didukung. Pilih subjenis “Date”."))
