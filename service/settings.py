"""Settings: the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import TypeVar

from service.domain.errors import Invalid

_Value = TypeVar("_Value")

_PREFIX = "LAKSANA_"
_NAMES = (
    "LAKSANA_VAR",
    "LAKSANA_DATABASE_URL",
    "LAKSANA_WORKER_DATABASE_URL",
    "LAKSANA_PREPARED_STATEMENTS",
    "LAKSANA_SECURE_COOKIES",
    "LAKSANA_WORKERS",
    "LAKSANA_THREADS",
    "LAKSANA_PROXIES",
)

# Set by docker/gunicorn.conf.py; the name is prometheus_client's, which reads it too.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"

_YES_OR_NO = {"1": True, "0": False}
_MOST = 64  # processes or threads; more than that is a slip of the hand


class SettingInvalid(Invalid):
    """Pengaturan %(name)s="%(value)s" tidak sah: %(expected)s."""


class SettingUnknown(Invalid):
    """Pengaturan %(name)s tidak dikenal. Yang dikenal: %(known)s."""


@dataclass(frozen=True)
class Settings:
    """Where Laksana keeps things and how it serves.

    `var`: folder of the embedded database, the files and the secret key. `database_url`: as
    SQLAlchemy writes it. `worker_database_url`: the same database without a pooler between, for
    the worker to listen on; empty: there is none but the other. `prepared_statements`: not through
    a pooler that hands each transaction to another connection. `secure_cookies`: browsers send the
    session over HTTPS only. `workers`, `threads`: processes, and threads of each, under gunicorn.
    `proxies`: whose word on HTTPS is taken, addresses or networks with commas between, or `*`.
    `metrics`: the folder in which the processes of one gunicorn keep their counts together.
    """

    var: Path
    database_url: str = field(repr=False)  # may hold a password
    worker_database_url: str = field(repr=False)
    prepared_statements: bool
    secure_cookies: bool
    workers: int
    threads: int
    proxies: str
    metrics: Path | None = None

    @property
    def files(self) -> Path:
        """The folder of handed-in files."""
        return self.var / "files"

    @property
    def metrics_token(self) -> Path:
        """The file of what one must know to read the metrics."""
        return self.var / "metrics-token"

    @property
    def secret_key(self) -> Path:
        """The file of the key that signs sessions."""
        return self.var / "secret-key"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the variables that the README lists; the folder `LAKSANA_VAR` is made.

    An empty variable counts as absent. Raises SettingUnknown, SettingInvalid.
    """
    for name in sorted(environment):
        if name.startswith(_PREFIX) and name not in _NAMES:
            raise SettingUnknown(name=name, known=", ".join(_NAMES))

    def read(name: str, default: str, parse: Callable[[str], _Value]) -> _Value:
        value = environment.get(name) or default
        try:
            return parse(value)
        except _NotExpected as error:
            raise SettingInvalid(name=name, value=value, expected=error) from None

    var = read("LAKSANA_VAR", "var", _folder)
    return Settings(
        var=var,
        database_url=environment.get("LAKSANA_DATABASE_URL") or f"sqlite:///{var / 'laksana.db'}",
        worker_database_url=environment.get("LAKSANA_WORKER_DATABASE_URL", ""),
        prepared_statements=read("LAKSANA_PREPARED_STATEMENTS", "1", _yes_or_no),
        secure_cookies=read("LAKSANA_SECURE_COOKIES", "0", _yes_or_no),
        workers=read("LAKSANA_WORKERS", "2", _count),
        threads=read("LAKSANA_THREADS", "4", _count),
        proxies=read("LAKSANA_PROXIES", "127.0.0.1,::1", _networks),
        metrics=Path(folder) if (folder := environment.get(COUNTS)) else None,
    )


class _NotExpected(Exception):
    """What is expected instead, in words."""


def _folder(value: str) -> Path:
    folder = Path(value).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise _NotExpected("harus folder, bukan berkas") from None
    except OSError as error:
        raise _NotExpected(f"folder ini tidak dapat dibuat ({error.strerror})") from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise _NotExpected("folder ini tidak dapat ditulis oleh akun yang menjalankan Laksana")
    return folder


def _yes_or_no(value: str) -> bool:
    if value not in _YES_OR_NO:
        raise _NotExpected("isi 1 atau 0")
    return _YES_OR_NO[value]


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _MOST):
        raise _NotExpected(f"isi bilangan bulat dari 1 sampai {_MOST}")
    return int(value)


def _networks(value: str) -> str:
    try:
        for each in () if value == "*" else value.split(","):
            ip_network(each.strip())
    except ValueError:
        raise _NotExpected("isi alamat IP atau jaringan dengan koma di antaranya, atau *") from None
    return value
