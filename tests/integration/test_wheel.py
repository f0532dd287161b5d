"""The wheel carries everything that the program reads, and nothing that it is built from."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.needs import ROOT

ASSETS = "service/web/assets/"


def test_the_wheel_carries_the_program_with_its_built_assets_and_no_sources(tmp_path: Path) -> None:
    done = build_wheel(ROOT, tmp_path)
    assert done.returncode == 0, done.stdout
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name for name in names if name.startswith("service/")} == what_is_run()
    assert f"{ASSETS}dist/manifest.json" in names
    assert not [name for name in names if not name.startswith(("service/", "laksana-"))]


def test_a_wheel_without_built_assets_is_refused_with_the_remedy(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "service", clone / "service", ignore=shutil.ignore_patterns("assets"))
    shutil.copytree(ROOT / "scripts", clone / "scripts")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, clone / name)
    done = build_wheel(clone, tmp_path)
    assert done.returncode != 0
    assert "service/web/assets/dist has not been built: run scripts/wheel" in done.stdout
    assert not list(tmp_path.glob("*.whl"))


def build_wheel(project: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the wheel of `project` into `folder`, with what is installed and no network."""
    pip = [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--no-index"]
    return subprocess.run(
        [*pip, "--wheel-dir", str(folder), str(project)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def what_is_run() -> set[str]:
    """The files of `service/` that the program reads: all but build sources and leftovers."""
    files = [path for path in (ROOT / "service").rglob("*") if path.is_file()]
    names = {path.relative_to(ROOT).as_posix() for path in files if path.name[0] != "."}
    return {
        name
        for name in names
        if not name.endswith((".pyc", ".po", ".pot"))
        and (not name.startswith(ASSETS) or name.startswith(f"{ASSETS}dist/"))
    }
