"""What timer events mean: definitions and labels read into timers, and when these fire."""

from service.engine.intake.timers.definitions import read_timer
from service.engine.intake.timers.duration import Duration
from service.engine.intake.timers.firing import TimerUnreadable, next_due
from service.engine.intake.timers.labels import read_label
from service.engine.intake.timers.timer import Timer
from service.engine.intake.timers.wording import in_words

__all__ = [
    "Duration",
    "Timer",
    "TimerUnreadable",
    "in_words",
    "next_due",
    "read_label",
    "read_timer",
]
