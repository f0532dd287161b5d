"""The decision at the end of a form: which way the case goes, and why."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.errors import N_
from service.domain.form_fields import Answers, Field, FieldKind, Option

_LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class DecisionOption:
    """One flow out of a gateway: its id, its label, and whether it may lead back."""

    flow: str
    label: str
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice between the flows out of the gateway with the id `gateway`.

    One of them is chosen; where `many`, one or more.
    """

    gateway: str
    question: str
    options: tuple[DecisionOption, ...]
    many: bool = False

    @property
    def repeats(self) -> bool:
        """Whether this is Laksana's own question, whose options are no flows of the drawing."""
        return self == repetition(self.gateway)

    @property
    def flow_key(self) -> str:
        """The key of what was chosen among the answers; no form's own key holds a colon."""
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
            kind=FieldKind.CHOICES if self.many else FieldKind.CHOICE,
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

    def chosen(self, answers: Answers) -> tuple[DecisionOption, ...]:
        """The options that were chosen, in their order."""
        answer = answers.get(self.flow_key)
        flows = answer if isinstance(answer, tuple) else (answer,)
        return tuple(option for option in self.options if option.flow in flows)

    def flows_of(self, answers: Answers) -> tuple[str, ...]:
        """The ids of the flows that were chosen, in the order of the options."""
        return tuple(option.flow for option in self.chosen(answers))

    def reason_of(self, answers: Answers) -> str:
        """Why the case is sent back; empty where it is not."""
        reason = answers.get(self.reason_key)
        return reason if isinstance(reason, str) and self.needs_reason(answers) else ""

    def needs_reason(self, answers: Answers) -> bool:
        """Whether a chosen flow may lead back to this decision."""
        return any(option.needs_reason for option in self.chosen(answers))

    def leads_on(self, answers: Answers) -> bool:
        """Whether the case goes on, be it that a part of it is sent back; also before a choice."""
        chosen = self.chosen(answers)
        return not (chosen and all(option.needs_reason for option in chosen))


def repetition(element: str) -> Decision:
    """Whether `element` is done once more: the drawing says that it repeats, and not until when.

    It stands in the place of a gateway; the ids of its two flows are made up.
    """
    again = DecisionOption(f"{element}:ulangi", N_("Ulangi"), needs_reason=False)
    onwards = DecisionOption(f"{element}:lanjut", N_("Lanjutkan"), needs_reason=False)
    return Decision(element, N_("Ulangi langkah ini?"), (again, onwards))
