"""Name the demonstration's own home, council and mail server, before any setting is read."""

import socket
from collections.abc import MutableMapping


def set_demo_environment(environment: MutableMapping[str, str]) -> None:
    """Set what the demonstration needs; its home and port can be chosen from outside, its post cannot.

    Letters of the demonstration go to a mail server inside the demonstration itself, and nowhere else.
    """
    environment["PUTRIGHT_HOME"] = environment.get("PUTRIGHT_DEMO_HOME", ".putright-demo")
    environment["PUTRIGHT_COUNCIL"] = "brackenshire"
    environment["PUTRIGHT_SMTP_URL"] = f"smtp://127.0.0.1:{_free_port()}"
    environment.setdefault("PUTRIGHT_SEND_DELAY_SECONDS", "10")
    environment.setdefault("PUTRIGHT_POLL_SECONDS", "10")
    environment.setdefault("PUTRIGHT_LOG_LEVEL", "WARNING")
    for name in ("PUTRIGHT_DATABASE_URL", "PUTRIGHT_REDIS_URL", "PUTRIGHT_MAILBOXES", "PUTRIGHT_PACKS"):
        environment.pop(name, None)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
