"""Serve the team's pages with waitress, in this process."""

import socket
from collections.abc import Callable

from django.core.wsgi import get_wsgi_application
from waitress.server import create_server

THREADS = 8


def listen(host: str, port: int) -> tuple[str, Callable[[], None], Callable[[], None]]:
    """Open the port and return the address people type, a function that serves until stopped, and one that stops.

    Raises:
        OSError: if the port is taken or may not be used.

    """
    server = create_server(get_wsgi_application(), host=host, port=port, threads=THREADS, ident="putright")
    address = f"http://{_shown(host)}:{server.effective_port}/"
    return address, server.run, server.close


def _shown(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - what somebody asked for, shown as they can reach it
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
