"""Sign in: from an account and a password to a person, with a limit on guessing; change it."""

from __future__ import annotations

from datetime import datetime, timedelta

from service.domain.actor import Actor, is_account
from service.domain.errors import Forbidden, Invalid
from service.domain.password import Session, check_password, mark_of
from service.domain.record import Act
from service.usecases.office_record import add_to_office_record, said
from service.usecases.ports import Clock, Passwords
from service.usecases.repositories import Store
from service.usecases.retrying import retrying
from service.usecases.stored import Attempts, Credentials

ATTEMPTS = 5
PAUSE = timedelta(minutes=15)


class SignInFailed(Invalid):
    """Akun atau kata sandi tidak sesuai. Periksa kembali, lalu coba lagi."""


class SignInPaused(Forbidden):
    """Terlalu banyak percobaan masuk yang gagal. Tunggu %(minutes)s menit, lalu coba lagi."""


class PasswordWrong(Invalid):
    """Kata sandi Anda yang sekarang tidak sesuai."""


def sign_in(
    account: str, password: str, *, store: Store, passwords: Passwords, clock: Clock
) -> Session:
    """The person's session. Raises SignInFailed, SignInPaused after five failures in a row."""
    account = account.strip().lower()
    if not is_account(account):
        raise SignInFailed
    return _check(account, password, store=store, passwords=passwords, clock=clock)


@retrying
def change_password(
    actor: Actor, old: str, new: str, *, store: Store, passwords: Passwords, clock: Clock
) -> Session:
    """Replace one's own password, so that nobody else knows it; every other session ends.

    Raises PasswordTooShort, PasswordWrong, SignInPaused: it is as hard to guess as at signing in.
    """
    check_password(new)
    try:
        _check(actor.account, old, store=store, passwords=passwords, clock=clock)
    except SignInFailed:
        raise PasswordWrong from None
    hashed = passwords.hash(new)
    with store.begin() as work:
        head = work.offices.lock(actor.office)
        work.people.set_password(actor.id, hashed)
        person = {"id": str(actor.id), "account": actor.account}
        content = said(Act.PASSWORD_SET, actor, clock.now(), person=person)
        add_to_office_record(work, actor.office, head, content)
    return Session(actor.id, mark_of(hashed))


def _check(
    account: str, password: str, *, store: Store, passwords: Passwords, clock: Clock
) -> Session:
    credentials = _count_attempt(account, store, clock.now())
    matches = passwords.matches(credentials.password_hash if credentials else None, password)
    if credentials is None or not credentials.active or not matches:
        raise SignInFailed
    _forget_attempts(account, store)
    return credentials.session


@retrying
def _count_attempt(account: str, store: Store, now: datetime) -> Credentials | None:
    """Count it before it is known to fail, so that many at once are not more than five."""
    with store.begin() as work:
        before = work.people.hold_attempts(account)
        paused = before.last_at is not None and now < before.last_at + PAUSE
        if before.failed >= ATTEMPTS and paused:
            raise SignInPaused(minutes=int(PAUSE.total_seconds() // 60))
        work.people.set_attempts(account, Attempts(before.failed + 1, now))
        return work.people.credentials(account)


@retrying
def _forget_attempts(account: str, store: Store) -> None:
    with store.begin() as work:
        work.people.set_attempts(account, Attempts())


def find_actor(session: Session, *, store: Store) -> Actor | None:
    """The active person behind a session, as they may act now; None after another password."""
    with store.look() as work:
        return work.people.actor(session)
