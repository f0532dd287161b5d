"""Builds the wheel with setuptools, and refuses while what must be in it has not been built."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

WEB = Path("service", "web")


def build_wheel(
    wheel_directory: str,
    config_settings: dict[str, str | list[str] | None] | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Build the wheel as PEP 517 says; raises RuntimeError that names what is missing."""
    for missing in missing_products():
        raise RuntimeError(f"{missing} has not been built: run scripts/wheel, which builds it.")
    # What an earlier build collected here would be packed again, even if its source is gone.
    shutil.rmtree("build", ignore_errors=True)
    name: str = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    return name


def missing_products() -> list[Path]:
    """Built files that the wheel must carry and that are not there."""
    catalogues = [source.with_suffix(".mo") for source in WEB.glob("locale/*/LC_MESSAGES/*.po")]
    return [path for path in (WEB / "assets" / "dist", *catalogues) if not path.exists()]
