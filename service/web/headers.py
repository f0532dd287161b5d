"""The headers of every answer: what a browser may load, show, and keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# For what people handed in: should a browser show it in spite of all, it may do nothing.
DOWNLOAD_POLICY = "default-src 'none'; sandbox"

_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Shared computers stand at counters: no page stays behind. What may be kept says so itself.
    "Cache-Control": "no-store",
}
_ONLY_TLS = {"Strict-Transport-Security": "max-age=31536000"}

_Line = tuple[str, str]


def set_headers(app: Flask, *, tls: bool) -> None:
    """Send the headers with every answer of `app`; a view's own ones go before."""
    headers = _ALWAYS | _ONLY_TLS if tls else _ALWAYS
    lines = [(name.lower(), (name, value)) for name, value in headers.items()]
    serve = app.wsgi_app

    def wsgi_app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, own: list[_Line], *failed: Any) -> Callable[[bytes], object]:  # noqa: ANN401 - passed on, whatever it is
            names = {name.lower() for name, _ in own}
            always = [line for lower, line in lines if lower not in names]
            return start_response(status, own + always, *failed)

        return serve(environ, start)

    # Past Flask, which would look at each of them several times for every answer.
    app.wsgi_app = wsgi_app  # type: ignore[method-assign] # Flask's own way to wrap it
