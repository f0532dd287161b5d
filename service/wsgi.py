"""The WSGI object, for servers that bring their own command."""

from __future__ import annotations

from service.bootstrap import build
from service.settings import read_settings

app = build(read_settings()).web()
