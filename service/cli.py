"""The command `laksana`: parse, call, answer."""

from __future__ import annotations

import os
from pathlib import Path

import click

from service import logs
from service.bootstrap import Laksana
from service.commands.backup import backup, restore
from service.commands.check import check
from service.commands.deploy import deploy
from service.commands.listening import listening
from service.commands.message import message
from service.commands.opened import built, operator, ready
from service.commands.play import play
from service.commands.verify import verify
from service.commands.work import work
from service.demo import set_up
from service.domain.actor import Right
from service.domain.calendar import DEFAULT_HOURS
from service.domain.errors import Conflict, LaksanaError
from service.secret import kept_secret
from service.settings import Settings, read_settings
from service.usecases.manage_office import NewOffice
from service.usecases.manage_people import NewPerson

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_PASSWORD_SIZE = 9  # bytes: twelve letters
_EXISTING = click.Path(exists=True, path_type=Path)


class DemoExposed(Conflict):
    """Peragaan (--demo) hanya dapat dilayani pada alamat mesin ini sendiri, misalnya 127.0.0.1."""


class Commands(click.Group):
    """Shows a refusal as its message; a person never sees a traceback of one."""

    def invoke(self, ctx: click.Context) -> object:
        """Exit status 1 for a refusal."""
        try:
            return super().invoke(ctx)
        except LaksanaError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{error.filename}: {error.strerror}") from error


@click.group(cls=Commands)
@click.version_option(package_name="laksana")
def main() -> None:
    """Menjalankan SOP sebagaimana digambar."""
    os.umask(0o077)  # what is kept holds personal data: only the account that serves reads it


for command in (backup, check, deploy, message, play, restore, verify, work):
    main.add_command(command)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--demo", is_flag=True, help="Siapkan unit kerja, SOP, dan akun peragaan.")
@click.option("--processes", type=_EXISTING, default=Path("processes"), help="Folder peragaan.")
def serve(host: str, port: int, *, demo: bool, processes: Path) -> None:
    """Layani halaman web."""
    settings = read_settings()
    if demo and host not in LOOPBACK:
        raise DemoExposed
    logs.configure()
    laksana = built(settings)
    laksana.migrate()
    if demo:
        _show_demo(laksana, settings, processes)
    server = listening(laksana.web(), host, port, threads=8)
    click.echo(f"Laksana: http://{host}:{port}  (Ctrl+C untuk berhenti)")
    with laksana.working():
        server.run()


def _show_demo(laksana: Laksana, settings: Settings, processes: Path) -> None:
    password = kept_secret(settings.var / "demo-password", _PASSWORD_SIZE)
    click.echo("Akun peragaan:")
    for account in set_up(laksana, processes, password):
        click.echo(f"  {account.name:<55} {account.duty}")
    click.echo(f"Kata sandi semua akun peragaan: {password}")


@main.command()
def migrate() -> None:
    """Bawa basis data ke skema terkini."""
    changed = built(read_settings()).migrate()
    click.echo("Skema diperbarui." if changed else "Skema sudah terkini.")


@main.group()
def office() -> None:
    """Unit kerja."""


@office.command("add")
@click.argument("key")
@click.option("--name", required=True, help="Nama lengkap, seperti pada kolam diagram.")
@click.option("--timezone", default="Asia/Jakarta", show_default=True)
def add_office(key: str, name: str, timezone: str) -> None:
    """Buat unit kerja bernama singkat KEY dengan jam kerja 37,5 jam seminggu."""
    new = NewOffice(key, name, timezone, DEFAULT_HOURS.to_plain())
    made = ready().add_office(operator(), new)
    click.echo(f"Unit kerja {made.key} dibuat: {made.name}")


@office.command("list")
def list_offices() -> None:
    """Daftar unit kerja."""
    for each in ready().list_offices():
        click.echo(f"{each.key:<20} {each.timezone:<15} {each.name}")


@main.group()
def user() -> None:
    """Akun."""


@user.command("add")
@click.argument("account")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, help="Peran (pelaksana); boleh berulang.")
@click.option("--right", "rights", multiple=True, type=click.Choice([r.value for r in Right]))
@click.password_option("--password", prompt="Kata sandi", confirmation_prompt="Ulangi kata sandi")
def add_user(
    account: str, name: str, roles: tuple[str, ...], rights: tuple[str, ...], password: str
) -> None:
    """Buat akun ACCOUNT, misalnya staf@rembang."""
    entrusted = frozenset(Right(right) for right in rights)
    person = NewPerson(account, name, password, frozenset(roles), entrusted)
    ready().add_person(operator(), person)
    click.echo(f"Akun {account} dibuat.")


@user.command("password")
@click.argument("account")
@click.password_option("--password", prompt="Kata sandi", confirmation_prompt="Ulangi kata sandi")
def set_password(account: str, password: str) -> None:
    """Ganti kata sandi ACCOUNT."""
    laksana = ready()
    laksana.set_password(operator(), laksana.find_person(account).id, password)
    click.echo(f"Kata sandi {account} diganti.")


@user.command("close")
@click.argument("account")
def close_user(account: str) -> None:
    """Tutup ACCOUNT: sesinya berakhir dan ia tidak dapat masuk lagi."""
    laksana = ready()
    laksana.close_person(operator(), laksana.find_person(account).id)
    click.echo(f"Akun {account} ditutup.")


@user.command("list")
@click.option("--office", "office_key", required=True)
def list_users(office_key: str) -> None:
    """Daftar akun satu unit kerja."""
    laksana = ready()
    for person in laksana.list_people(laksana.find_office(office_key).id):
        closed = [] if person.active else ["(ditutup)"]
        duties = ", ".join(sorted(person.roles) + sorted(person.rights) + closed)
        click.echo(f"{person.account:<50} {person.name:<40} {duties}")
