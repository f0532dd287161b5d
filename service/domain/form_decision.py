"""The decision at the end of a form: which way the case goes, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.errors import N_
from service.domain.form_fields import Field, FieldKind, Option

_LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class DecisionOption:
    """One flow out of a gateway: its id, its label, and whether it may lead back."""

    flow: str
    label: str
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice between the flows out of the gateway with the id `gateway`."""

    gateway: str
    question: str
    options: tuple[DecisionOption, ...]

    @property
    def flow_key(self) -> str:
        """The key of the chosen flow among the answers; no form's own key holds a colon."""
        return f"keputusan:{self.gateway}"

    @property
    def reason_key(self) -> str:
        """The key of the reason among the answers."""
        return f"alasan:{self.gateway}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The questions to ask; the reason only where an option needs one."""
        choice = Field(
            key=self.flow_key,
            kind=FieldKind.CHOICE,
            label=self.question or N_("Keputusan"),
            required=True,
            options=tuple(Option(option.flow, option.label) for option in self.options),
        )
        if not any(option.needs_reason for option in self.options):
            return (choice,)
        reason = Field(
            key=self.reason_key,
            kind=FieldKind.LONG_TEXT,
            label=N_("Alasan Pengembalian"),
            description=N_("Wajib diisi bila berkas dikembalikan."),
            max_length=_LONGEST_REASON,
        )
        return (choice, reason)

    def flow_of(self, answers: Mapping[str, object]) -> str | None:
        """The id of the flow that was chosen, from answers or their plain form."""
        return _text(answers.get(self.flow_key))

    def reason_of(self, answers: Mapping[str, object]) -> str | None:
        """The reason that was given, from answers or their plain form."""
        return _text(answers.get(self.reason_key))

    def needs_reason(self, answers: Mapping[str, object]) -> bool:
        """Whether the chosen flow may lead back to this decision."""
        chosen = self.flow_of(answers)
        return any(option.flow == chosen and option.needs_reason for option in self.options)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
