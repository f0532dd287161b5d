"""What the tests need beyond Python packages: where it is, and what follows when it is missing."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent


def chromium() -> Path | None:
    """The browser's executable."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def postgresql() -> Path | None:
    """The newest installed server's folder of programs: `initdb`, `pg_ctl`, `postgres`."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    # Debian keeps the programs of each version in a folder that is not on PATH.
    installed = Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")
    newest = max(installed, key=lambda initdb: int(initdb.parts[-3]), default=None)
    return newest.parent if newest else None


def pgbouncer() -> Path | None:
    """The pooler before a PostgreSQL server."""
    return _daemon("pgbouncer")


def haproxy() -> Path | None:
    """The proxy before several web servers."""
    return _daemon("haproxy")


def _daemon(name: str) -> Path | None:
    # Debian keeps these where only an administrator's PATH leads.
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return Path(found) if found else None


def shared() -> Path | None:
    """The folder of source texts and samples beside the repository."""
    folder = ROOT.parent / "shared"
    return folder if folder.is_dir() else None


# What is needed, by the name of the Debian package that brings it, where there is one.
PACKAGES = {
    "chromium": chromium,
    "haproxy": haproxy,
    "pgbouncer": pgbouncer,
    "postgresql": postgresql,
}
EVERYTHING = {**PACKAGES, "../shared": shared}


def lacking(what: str) -> NoReturn:
    """Skip the test that needs `what`, or fail it where nothing may be missing."""
    if os.environ.get("TESTS_REQUIRE_ALL"):
        pytest.fail(f"{what} is missing, and TESTS_REQUIRE_ALL is set", pytrace=False)
    pytest.skip(f"{what} is missing")


def main() -> None:
    """Print what is missing: `packages` names only what can be installed, `missing` all of it."""
    needs = {"packages": PACKAGES, "missing": EVERYTHING}[sys.argv[1]]
    absent = (name for name, find in needs.items() if find() is None)
    print(*absent)  # noqa: T201 - this is what scripts/test reads


if __name__ == "__main__":
    main()
