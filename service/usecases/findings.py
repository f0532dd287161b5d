"""What verifying can find, how much of it there was, and how far it came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.domain.errors import N_


class Fault(StrEnum):
    """What can be wrong with the record; the value is what to say (Indonesian)."""

    CHANGED = N_("isi catatan tidak sesuai dengan sidik (hash) yang tersimpan")
    UNREADABLE = N_("isi catatan tidak dapat dibaca")
    GAP = N_("catatan sebelum ini hilang")
    MISPLACED = N_("catatan ini milik rangkaian atau urutan lain")
    CUT = N_("catatan setelah ini hilang")
    ANSWERS_CHANGED = N_("isian di samping catatan ini telah diubah")
    CASE_MISSING = N_("permohonan yang terdaftar di sini tidak ada lagi")
    CASE_UNREGISTERED = N_("permohonan ini tidak pernah didaftarkan")
    CASE_CHANGED = N_("nomor atau SOP permohonan ini tidak sesuai dengan pendaftarannya")
    NUMBER_SKIPPED = N_("nomor registrasi sebelum ini terlompati")
    DEFINITION_MISSING = N_("SOP yang dipasang di sini tidak ada lagi")
    DEFINITION_UNREGISTERED = N_("SOP ini tidak pernah dipasang melalui aplikasi")
    DEFINITION_CHANGED = N_("berkas SOP ini telah diubah setelah dipasang")
    PERSON_CHANGED = N_("akun yang disebut catatan ini tidak lagi sesuai dengan riwayatnya")
    PERSON_UNREGISTERED = N_("sebuah akun tidak pernah ditambahkan melalui aplikasi")
    HOURS_CHANGED = N_("jam kerja unit kerja ini tidak sesuai dengan catatan ini")
    ORPHANED = N_("rangkaian catatan ini tidak dimiliki permohonan atau unit kerja mana pun")
    SNAPSHOT_DAMAGED = N_(
        "keadaan permohonan ini tidak dapat dibaca, sehingga tidak dapat dilanjutkan"
    )
    FILE_MISSING = N_("berkas ini hilang atau telah diubah")
    FILE_UNLISTED = N_("berkas yang diserahkan pada permohonan ini tidak terdaftar lagi")
    FILE_SMUGGLED = N_("berkas yang tidak pernah diserahkan terdaftar pada permohonan ini")
    SUBJECT_CHANGED = N_("perihal permohonan ini tidak sesuai dengan isian pendaftarannya")
    START_CHANGED = N_("waktu mulai atau pendaftar permohonan ini tidak sesuai dengan riwayatnya")
    STATE_CHANGED = N_("keadaan permohonan ini tidak sesuai dengan riwayatnya")
    TASKS_CHANGED = N_("tugas permohonan ini tidak sesuai dengan riwayatnya")
    ROLE_CHANGED = N_("peran atau unit kerja tugas permohonan ini tidak sesuai dengan SOP-nya")
    HOLDER_CHANGED = N_("pemegang tugas permohonan ini tidak sesuai dengan riwayatnya")
    TIMER_CHANGED = N_("waktu berikutnya permohonan ini tidak sesuai dengan riwayatnya")
    DUE_CHANGED = N_("batas waktu tugas permohonan ini tidak sesuai dengan riwayatnya")


@dataclass(frozen=True)
class Finding:
    """One fault: in which chain (by name), at which event (0: none), and what."""

    chain: str
    sequence: int
    fault: Fault


@dataclass(frozen=True)
class Checked:
    """What was checked: a chain with its number of events, or (0 events) what belongs to one.

    `erased` counts the events whose answers no longer stand beside them: that breaks no chain,
    but must have been approved.
    """

    chain: str
    events: int
    findings: tuple[Finding, ...]
    erased: int = 0


@dataclass(frozen=True)
class Place:
    """How far a verification came in the chain of an office, by its short name.

    Every case is checked that the chain registers up to the event of this `sequence` and `hash`;
    and so is every office before this one.
    """

    office: str
    sequence: int
    hash: bytes


@dataclass(frozen=True)
class Portion:
    """What was checked together, at one moment of the database.

    A verification may go on from its `place` with nothing but what was found until then; where
    that is None, what was found since the last place will be found again.
    """

    checks: tuple[Checked, ...]
    place: Place | None = None


@dataclass
class Tally:
    """How much was checked so far, and how many faults were found."""

    chains: int = 0
    events: int = 0
    erased: int = 0
    faults: int = 0

    def add(self, *checks: Checked) -> None:
        """So much more."""
        for checked in checks:
            self.chains += checked.events > 0
            self.events += checked.events
            self.erased += checked.erased
            self.faults += len(checked.findings)
