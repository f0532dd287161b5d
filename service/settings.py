"""Settings: the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.domain.errors import Invalid

_YES_OR_NO = {"1": True, "0": False}


class SettingInvalid(Invalid):
    """Pengaturan %(name)s="%(value)s" tidak sah: %(expected)s."""


@dataclass(frozen=True)
class Settings:
    """Where Laksana keeps things and how it serves.

    `var`: folder of the embedded database, the files and the secret key. `database_url`: as
    SQLAlchemy writes it. `secure_cookies`: browsers send the session over HTTPS only.
    """

    var: Path
    database_url: str
    secure_cookies: bool

    @property
    def files(self) -> Path:
        """The folder of handed-in files."""
        return self.var / "files"

    @property
    def secret_key(self) -> Path:
        """The file of the key that signs sessions."""
        return self.var / "secret-key"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `LAKSANA_VAR`, `LAKSANA_DATABASE_URL` and `LAKSANA_SECURE_COOKIES`.

    Raises SettingInvalid.
    """
    var = Path(environment.get("LAKSANA_VAR") or "var").resolve()
    secure = environment.get("LAKSANA_SECURE_COOKIES") or "0"
    if secure not in _YES_OR_NO:
        raise SettingInvalid(name="LAKSANA_SECURE_COOKIES", value=secure, expected="isi 1 atau 0")
    return Settings(
        var=var,
        database_url=environment.get("LAKSANA_DATABASE_URL") or f"sqlite:///{var / 'laksana.db'}",
        secure_cookies=_YES_OR_NO[secure],
    )
