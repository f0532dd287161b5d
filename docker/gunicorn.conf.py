"""How gunicorn serves Laksana: `gunicorn --config docker/gunicorn.conf.py`, or in the image."""

import atexit
import os
import shutil
import sys
import tempfile

from gunicorn.config import Config
from gunicorn.glogging import Logger

from service import logs
from service.domain.errors import LaksanaError
from service.settings import COUNTS, read_settings

try:
    _settings = read_settings()
except LaksanaError as error:
    sys.exit(f"Error: {error}")  # else gunicorn would print a traceback

wsgi_app = "service.wsgi:app"
worker_class = "gthread"
workers = _settings.workers
threads = _settings.threads
forwarded_allow_ips = _settings.proxies

# Settings, database and schema are tried once, before any process serves, and what is wrong is said
# once. `service.wsgi` leaves no connection open that the processes would share.
preload_app = True

timeout = 60  # seconds without a sign of life, after which a process is replaced
graceful_timeout = 30  # seconds that requests may still take when the server is told to stop
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn's own advice: a sign of life must not wait on a disk
control_socket_disable = True


class JsonLogger(Logger):
    """gunicorn's own lines as JSON; Laksana tells of the requests itself."""

    def setup(self, cfg: Config) -> None:
        """At the start, and when the configuration is read again."""
        super().setup(cfg)
        logs.configure()

    def warning(self, msg: str, *args: object, **kwargs: object) -> None:
        """Without what a client sent that is no HTTP, and its address: both may name people."""
        super().warning(msg.partition(" from ip=")[0], *args, **kwargs)


logger_class = JsonLogger

# The processes keep their counts together, for `/metrics`: in memory, because a full disk would end
# a process that writes to a file of its own, and away from what is kept, which servers may share.
_mark = f"laksana-metrics-{os.getpid()}-"
if _mark not in str(_settings.metrics):  # the configuration may be read again
    _counts = os.environ[COUNTS] = tempfile.mkdtemp(prefix=_mark, dir=worker_tmp_dir)
    _master = os.getpid()

    @atexit.register
    def _tidy() -> None:
        if os.getpid() == _master:
            shutil.rmtree(_counts)
