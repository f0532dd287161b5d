"""`scripts/prepare` makes what is missing or stale, and nothing else."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest

from tests.needs import ROOT


class Clone:
    """A clone in a folder of its own, prepared with commands that only pretend to work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commands: list[str] = []
        self.assets = folder / "service" / "web" / "assets"
        (folder / "scripts").mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "prepare.py", folder / "scripts")
        self.assets.mkdir(parents=True)
        for name in ("package.json", "package-lock.json", "source.js"):
            (self.assets / name).write_text("{}")
        for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
            (folder / name).write_text(name)
        self.breaks_at = "nothing"

    def prepare(self, lock: str = "requirements.lock") -> list[str]:
        """Carry out all steps; returns the installations and builds that were done."""
        prepare = runpy.run_path(str(self.folder / "scripts" / "prepare.py"), run_name="prepare")
        shell = prepare["Shell"](lock=0)
        shell.run = self.pretend
        self.commands.clear()
        prepare["carry_out"](prepare["steps"](shell, self.folder / lock))
        return self.commands

    def pretend(self, *command: str | Path, **_: object) -> None:
        """Do what `command` would leave behind."""
        line = " ".join(map(str, command)).replace(f"{self.folder}/", "")
        environment = self.folder / ".venv"
        if self.breaks_at in line:
            raise KeyboardInterrupt
        if "-m venv --clear" in line:
            shutil.rmtree(environment, ignore_errors=True)
            environment.mkdir()
        if line.startswith("npm ci"):
            (self.assets / "node_modules").mkdir(exist_ok=True)
        if line == "npm run build":
            (self.assets / "dist").mkdir(exist_ok=True)
        if not line.startswith("node -e") and not line.endswith("import pip"):
            self.commands.append(line)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return Clone(tmp_path)


def done(commands: list[str], *signs: str) -> list[bool]:
    """For each sign, whether a command bears it; and whether there is no other command."""
    return [any(sign in it for it in commands) for sign in signs] + [len(commands) == len(signs)]


def test_a_new_clone_gets_all_of_it(clone: Clone) -> None:
    commands = clone.prepare()
    signs = ("-m venv", "--require-hashes", "--editable", "npm ci --ignore-scripts", "npm run")
    assert all(done(commands, *signs))


def test_a_second_run_calls_neither_pip_nor_npm(clone: Clone) -> None:
    clone.prepare()
    assert clone.prepare() == []


@pytest.mark.parametrize(
    ("changed", "signs"),
    [
        ("requirements.lock", ["--require-hashes"]),
        ("pyproject.toml", ["--editable"]),
        ("service/web/assets/source.js", ["npm run build"]),
        ("service/web/assets/package-lock.json", ["npm ci", "npm run build"]),
    ],
    ids=["lock", "pyproject", "front-end-source", "front-end-lock"],
)
def test_what_changed_is_made_again_and_nothing_else(
    clone: Clone, changed: str, signs: list[str]
) -> None:
    clone.prepare()
    (clone.folder / changed).write_text("changed")
    assert all(done(clone.prepare(), *signs))


def test_after_the_development_tools_nothing_is_missing_for_serving(clone: Clone) -> None:
    clone.prepare("requirements-dev.lock")
    assert clone.prepare("requirements.lock") == []


@pytest.mark.parametrize(
    ("breaks_at", "signs"),
    [
        ("--require-hashes", ["-m venv", "--require-hashes", "--editable", "npm ci", "npm run"]),
        ("npm ci", ["npm ci", "npm run build"]),
        ("npm run build", ["npm run build"]),
    ],
    ids=["packages", "front-end-packages", "front-end"],
)
def test_a_run_that_was_cut_short_is_made_good_by_the_next(
    clone: Clone, breaks_at: str, signs: list[str]
) -> None:
    clone.breaks_at = breaks_at
    with pytest.raises(KeyboardInterrupt):
        clone.prepare()
    clone.breaks_at = "nothing"
    assert all(done(clone.prepare(), *signs))


def test_a_folder_that_was_moved_gets_a_new_environment(clone: Clone, tmp_path: Path) -> None:
    clone.prepare()
    moved = Clone(tmp_path / "moved")
    shutil.copytree(clone.folder / ".venv", moved.folder / ".venv")
    assert "-m venv" in moved.prepare()[0]
