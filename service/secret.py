"""Keeps secrets that Laksana makes for itself in files that only their owner reads."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def kept_secret(file: Path, size: int) -> str:
    """The secret in `file`; made from `size` random bytes the first time.

    Of several processes that come first at once, all get the same one.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent) as made:  # mode 0600
            made.write(secrets.token_urlsafe(size))
            made.flush()
            with contextlib.suppress(FileExistsError):
                os.link(made.name, file)
    return file.read_text()
