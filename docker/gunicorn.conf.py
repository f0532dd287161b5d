"""How gunicorn serves Laksana: `gunicorn --config docker/gunicorn.conf.py`, or in the image."""

import sys

from service.domain.errors import LaksanaError
from service.settings import read_settings

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

# No addresses, no query strings, no referrers: what is searched for and who asked stay private.
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms'
