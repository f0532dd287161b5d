"""The WSGI object, for servers that bring their own command."""

from __future__ import annotations

import os
import sys

from service.bootstrap import build
from service.domain.errors import LaksanaError
from service.settings import read_settings

os.umask(0o077)  # as in the command: only the account that serves reads what is kept
try:
    _laksana = build(read_settings())
    _laksana.check_schema()
    app = _laksana.web()
except LaksanaError as error:
    sys.exit(f"Error: {error}")
except OSError as error:
    sys.exit(f"Error: {error.filename}: {error.strerror}")
_laksana.close()  # a server may fork after this import, and no two processes share a connection
