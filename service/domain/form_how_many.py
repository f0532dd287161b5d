"""The question how often an element is done that was drawn as done several times."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from service.domain.errors import N_
from service.domain.form_fields import Answers, Field, FieldKind

MOST_TIMES = 1_000
"""How often one element may be done within one round."""


@dataclass(frozen=True, slots=True)
class HowMany:
    """How often `element` is done: the drawing says several times, and gives no number."""

    element: str

    @property
    def key(self) -> str:
        """The key of the number among the answers; no form's own key holds a colon."""
        return f"jumlah:{self.element}"

    @property
    def field(self) -> Field:
        """The question to ask."""
        return Field(
            key=self.key,
            kind=FieldKind.NUMBER,
            label=N_("Berapa kali langkah ini dilakukan?"),
            description=N_("Bilangan bulat, dari 1 sampai 1000."),
            required=True,
            minimum=Decimal(1),
            maximum=Decimal(MOST_TIMES),
            decimal_digits=0,
        )

    def number_of(self, answers: Answers) -> int:
        """The number in answers that `Form.validate` let pass. Raises TypeError for others."""
        number = answers.get(self.key)
        if not isinstance(number, Decimal):
            raise TypeError(self.key)
        return int(number)
