"""The lock files name one version and its hashes for each package, and no place to get it from."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT, name_of

LOCKS = sorted(ROOT.glob("requirements*.lock"))
RUNTIME, DEVELOPMENT, NODE = (ROOT / f"requirements{part}.lock" for part in ("", "-dev", "-node"))
PIN = re.compile(r"([a-z0-9-]+)==([^ ;]+)(?: ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_a_lock_holds_nothing_but_pins_and_their_hashes(lock: Path) -> None:
    lines = lock.read_text().splitlines()
    assert not [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)]
    followers = [after for line, after in pairwise(lines) if PIN.match(line)]
    assert len(followers) == len(pins(lock))
    assert all(HASH.fullmatch(follower) for follower in followers)


def test_development_uses_the_versions_that_are_served() -> None:
    assert pins(RUNTIME).items() <= pins(DEVELOPMENT).items()


@pytest.mark.parametrize(
    ("lock", "groups"),
    [(RUNTIME, ["build"]), (DEVELOPMENT, ["build", "dev"]), (NODE, ["node"])],
    ids=["requirements.lock", "requirements-dev.lock", "requirements-node.lock"],
)
def test_a_lock_fits_what_pyproject_asks_for(lock: Path, groups: list[str]) -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [] if lock == NODE else list(pyproject["project"]["dependencies"])
    for group in groups:
        asked += [item for item in pyproject["dependency-groups"][group] if isinstance(item, str)]
    locked = pins(lock)
    assert not [
        item
        for item in map(Requirement, asked)
        if not item.specifier.contains(locked.get(canonicalize_name(item.name), "0"))
    ], "run scripts/lock"


def test_the_front_ends_lock_holds_hashes_and_no_other_registry() -> None:
    lock = json.loads((ROOT / "service/web/assets/package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert not [name for name, entry in packages.items() if "integrity" not in entry]
    addresses = [entry.get("resolved", "") for entry in packages.values()]
    assert not [it for it in addresses if it and not it.startswith("https://registry.npmjs.org/")]


def pins(lock: Path) -> dict[str, str]:
    """Each package in `lock` and its version."""
    return dict(PIN.findall(lock.read_text()))
