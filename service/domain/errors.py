"""What can be refused, and in which words: the docstring of each class is its message."""

from __future__ import annotations

from inspect import cleandoc


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark `message` (Indonesian) for translation where it is shown."""
    return message


class LaksanaError(Exception):
    """Terjadi kesalahan."""

    def __init__(self, **values: object) -> None:
        """`values` fill the `%(name)s` places of the message."""
        self.values = values
        super().__init__(self.message % values)

    @property
    def message(self) -> str:
        """The untranslated message (Indonesian), with its `%(name)s` places."""
        return cleandoc(type(self).__doc__ or "")


class NotFound(LaksanaError):
    """Halaman atau data yang Anda cari tidak ditemukan."""


class Forbidden(LaksanaError):
    """Anda tidak memiliki kewenangan untuk tindakan ini."""


class Conflict(LaksanaError):
    """Tindakan ini tidak dapat dilakukan pada keadaan sekarang."""


class Invalid(LaksanaError):
    """Isian tidak sesuai."""


class Unavailable(LaksanaError):
    """Layanan sedang tidak tersedia. Coba lagi beberapa saat lagi."""


class Collided(Unavailable):
    """Basis data sedang sangat sibuk, sehingga tindakan ini belum disimpan. Coba lagi beberapa saat lagi."""  # noqa: E501 - one message for the person
