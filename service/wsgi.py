"""The WSGI object, for servers that bring their own command."""

from __future__ import annotations

from service.bootstrap import build
from service.settings import read_settings

_laksana = build(read_settings())
_laksana.check_schema()
app = _laksana.web()
