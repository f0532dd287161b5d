"""Who is asking, and may they: sessions, and the guard that stands in front of every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import wraps
from time import time
from typing import cast
from uuid import UUID

from flask import Flask, Request, Response, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import MethodNotAllowed

from service.domain.actor import Actor, Right
from service.domain.errors import Forbidden
from service.domain.password import Session, SessionEnded
from service.memory import Memory
from service.web.parts import Parts

View = Callable[..., ResponseReturnValue]

_MOST_KNOWN = 1024 * 1024  # bytes of cookies: some thousand people's
_BESIDE = 1000  # bytes that one takes beside its text

_PERSON = "person"
_MARK = "mark"
_LANGUAGE = "language"


class Access(Enum):
    """Who may use a route at all; the use case behind it checks the very task, case or SOP."""

    PUBLIC = auto()
    ACT = auto()
    """Whose use case itself finds the person, with what they act on: the view gets the session."""
    SIGNED_IN = auto()
    WORK = auto()
    """People with a role."""
    RELEASE = auto()
    """People with a role, and administrators."""
    SEE_CASES = auto()
    """People with a role, and auditors."""
    ANALYSE = auto()
    AUDIT = auto()
    ADMINISTER = auto()
    OVERSEE = auto()
    """Auditors and administrators."""
    SEE_VERSIONS = auto()
    """Analysts and auditors."""


_ALLOWS: Mapping[Access, Callable[[Actor], bool]] = {
    Access.SIGNED_IN: lambda _: True,
    Access.WORK: lambda actor: bool(actor.roles),
    Access.RELEASE: lambda actor: bool(actor.roles) or actor.has(Right.ADMINISTER),
    Access.SEE_CASES: lambda actor: bool(actor.roles) or actor.has(Right.AUDIT),
    Access.ANALYSE: lambda actor: actor.has(Right.ANALYSE),
    Access.AUDIT: lambda actor: actor.has(Right.AUDIT),
    Access.ADMINISTER: lambda actor: actor.has(Right.ADMINISTER),
    Access.OVERSEE: lambda actor: actor.has(Right.AUDIT) or actor.has(Right.ADMINISTER),
    Access.SEE_VERSIONS: lambda actor: actor.has(Right.ANALYSE) or actor.has(Right.AUDIT),
}


def may(actor: Actor, access: Access) -> bool:
    """Whether the person may use routes of this kind."""
    return _ALLOWS[access](actor)


def requires(access: Access) -> Callable[[View], View]:
    """State who may use a view; `guard` makes it so, and hands the view the actor first.

    A public view is handed nobody, and one of `ACT` the session.
    """

    def state(view: View) -> View:
        view.__dict__["access"] = access
        return view

    return state


def access_of(view: Callable[..., object]) -> Access:
    """What `requires` stated. Raises LookupError for a view that states nothing."""
    access: Access | None = view.__dict__.get("access")
    if access is None:
        raise LookupError(f"{view.__module__}.{view.__name__} does not state who may use it")
    return access


def guard(app: Flask, parts: Parts) -> None:
    """Put the check in front of every view of `app`; an app with an unmarked view does not start.

    Raises LookupError.
    """
    for endpoint, view in app.view_functions.items():
        view = cast(View, view)  # none is a coroutine
        if access_of(view) is not Access.PUBLIC:
            app.view_functions[endpoint] = _guarded(view, parts)


def _guarded(view: View, parts: Parts) -> View:
    access = access_of(view)

    @wraps(view)
    def checked(**arguments: object) -> ResponseReturnValue:
        try:
            if access is Access.ACT:
                return view(_opened(), **arguments)
            actor = acting(parts)
        except SessionEnded:
            return redirect(url_for("signing_in.form", next=page_asked_for()), 303)
        if not may(actor, access):
            raise Forbidden
        return view(actor, **arguments)

    return checked


def signed_in(parts: Parts) -> Actor | None:
    """The person of the session, as they may act now.

    None for nobody, for a closed account, and after the password became another one.
    """
    try:
        return acting(parts)
    except SessionEnded:
        return None


def acting(parts: Parts) -> Actor:
    """The same person. Raises SessionEnded where there is none."""
    actor = parts.find_actor(_opened())
    if actor is None:
        raise SessionEnded
    return actor


def _opened() -> Session:
    """Raises SessionEnded where nobody signed in."""
    person, mark = session.get(_PERSON), session.get(_MARK)
    if person is None or mark is None:
        raise SessionEnded
    return Session(UUID(person), mark)


@dataclass(frozen=True)
class _Said:
    """What a cookie says, and when this was signed."""

    values: Mapping[str, object]
    signed: datetime


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, whose signer is made once, and whose cookies are mostly read once."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None
        self._known: Memory[str, _Said] = Memory(_MOST_KNOWN)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """An empty one for no cookie, one that is forged, one too old, or one of the future."""
        said = self._said(app, request)
        if said is None:
            return self.session_class()
        age = int(time()) - int(said.signed.timestamp())
        lives = 0 <= age <= app.permanent_session_lifetime.total_seconds()
        return self.session_class(said.values) if lives else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What did not change is not written again, for its age neither."""
        if session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")

    def _said(self, app: Flask, request: Request) -> _Said | None:
        cookies = request.headers.get("Cookie", "")
        known = self._known.get(cookies)
        if known is not None:
            return known
        cookie = request.cookies.get(self.get_cookie_name(app))
        signer = self.get_signing_serializer(app)
        try:
            said = (
                _Said(*signer.loads(cookie, return_timestamp=True)) if signer and cookie else None
            )
        except BadSignature:
            return None
        # A list, as of what is to be told once, would change with the session that holds it.
        if said and all(isinstance(value, str | bool) for value in said.values.values()):
            self._known.keep(cookies, said, len(cookies) + _BESIDE)
        return said

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The key does not change while the application serves."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer


def open_session(opened: Session) -> None:
    """Begin a new session; of an older one only the language stays."""
    chosen = language()
    session.clear()
    session.permanent = True  # as long as PERMANENT_SESSION_LIFETIME
    session[_PERSON] = str(opened.person)
    session[_MARK] = opened.mark
    session[_LANGUAGE] = chosen


def close_session() -> None:
    """Forget the person; the language stays."""
    chosen = language()
    session.clear()
    session[_LANGUAGE] = chosen


def refuse_heads() -> None:
    """Refuse HEAD in front of a page that puts on the record who read what: nothing is read by it.

    Raises MethodNotAllowed.
    """
    if request.method == "HEAD":
        raise MethodNotAllowed(["GET"])


def language() -> str:
    """The language of the session: Indonesian until somebody chooses another."""
    chosen: str = session.get(_LANGUAGE, "id")
    return chosen


def choose_language(chosen: str) -> None:
    """Keep the language for this session."""
    session[_LANGUAGE] = chosen


def page_asked_for() -> str | None:
    """The page to come back to after signing in: the one asked for, or the one posted from.

    Without its query, which may hold names.
    """
    if request.method in {"GET", "HEAD"}:
        return safe_path(request.path)
    came_from = request.referrer or ""
    if not came_from.startswith(request.host_url):
        return None
    return safe_path("/" + came_from.removeprefix(request.host_url).partition("?")[0])


def safe_path(target: str) -> str | None:
    """`target` if it is a path of this site and nothing else; browsers read `\\` as `/`."""
    is_path = target.startswith("/") and not target.startswith("//")
    return target if is_path and target.isprintable() and "\\" not in target else None
