"""Stand in for the council's mail server: takes letters and keeps them, or fails the way real servers do."""

import socket
import ssl
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Literal, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Trouble = Literal["", "refuse-recipient", "busy-recipient", "refuse-letter", "busy-letter", "drop-after-data"]


class SmtpSink:
    """Run a mail server on a free port of this machine while the block lasts.

    ``messages`` are the mails taken, as parsed mails; ``envelopes`` what was said about each (sender, recipients).
    ``trouble`` may be changed while it runs. With ``certificate`` (certificate file, key file) it asks for STARTTLS, or
    speaks TLS from the start with ``implicit_tls``.
    """

    def __init__(
        self,
        *,
        trouble: Trouble = "",
        certificate: tuple[str, str] | None = None,
        implicit_tls: bool = False,
        login: tuple[str, str] | None = None,
    ) -> None:
        self.trouble: Trouble = trouble
        self.envelopes: list[Envelope] = []
        self.login = login
        self._context = _context(certificate)
        self._implicit = implicit_tls
        self._controller: Controller | None = None
        self.host, self.port = "127.0.0.1", 0

    def __enter__(self) -> Self:
        self.port = _free_port()
        self._controller = _Controller(self, self._context, implicit=self._implicit)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._controller:
            self._controller.stop()

    @property
    def messages(self) -> list[EmailMessage]:
        return [cast("EmailMessage", message_from_bytes(e.content or b"", policy=default)) for e in self.envelopes]

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.trouble == "refuse-recipient":
            return "550 5.1.1 No such person here"
        if self.trouble == "busy-recipient":
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.trouble == "refuse-letter":
            return "554 5.7.1 Not taken"
        if self.trouble == "busy-letter":
            return "452 4.3.1 Disk full"
        self.envelopes.append(envelope)
        if self.trouble == "drop-after-data":
            transport: Any = server.transport
            transport.abort()
        return "250 Taken"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self.login, handled=False)


class _Controller(Controller):
    def __init__(self, sink: SmtpSink, context: ssl.SSLContext | None, *, implicit: bool) -> None:
        options: dict[str, Any] = {}
        if sink.login:
            options = {
                "authenticator": sink.authenticate,
                "auth_required": True,
                "auth_require_tls": context is not None,
            }
        if context and not implicit:
            options |= {"tls_context": context, "require_starttls": True}
        super().__init__(sink, hostname=sink.host, port=sink.port, ssl_context=context if implicit else None, **options)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _context(certificate: tuple[str, str] | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context
