"""Call somebody about danger: by mail, or by a text message through the council's gateway. Shell; it sends.

It holds ``CallWords`` and nothing else, and goes to whom the caller names: the contacts of the council's file and the
administrator of the settings (``workers.py`` looks them up). Letters go through ``letters.post`` alone.
"""

import json
import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from string import Template
from threading import Timer
from typing import Final
from urllib.parse import quote_plus, urlsplit

import jwt

from config.text_gateway import JSON, Gateway, GatewayKind
from letters.call_words import CallWords
from letters.errors import LetterError
from letters.notice import NoticeError, build_notice
from letters.post import Post, PostError, connect

MAIL_SECONDS: Final = 15.0
TEXT_SECONDS: Final = 10.0
LONGEST_ANSWER: Final = 2_000


class CallError(LetterError):
    """Nobody took the call; the message says why, without an address, a number or a secret. It is tried again."""


def call_by_mail(words: CallWords, *, to: str, sender: str, at: datetime, post: Post) -> None:
    """Mail one call to one address; returning means that the server took it.

    Raises: CallError if it did not leave.
    """
    mail = build_call(words, to=to, sender=sender, at=at)
    try:
        with connect(replace(post, timeout=MAIL_SECONDS)) as server:
            refused = server.send_message(mail, from_addr=sender, to_addrs=[to])
    except PostError as error:
        raise CallError(str(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise CallError(f"the mail server did not take it ({type(error).__name__})") from error
    if refused:
        raise CallError("the mail server did not take the address")


def build_call(words: CallWords, *, to: str, sender: str, at: datetime) -> EmailMessage:
    """Return the mail of a call, marked as urgent and so that no machine answers it.

    Raises: CallError if an address cannot stand in a mail.
    """
    try:
        mail = build_notice(words.subject_line, words.body, administrator=to, sender=sender, at=at)
    except NoticeError as error:
        raise CallError("the contact's or the team's address is malformed: correct the council's file") from error
    mail["X-Priority"], mail["Importance"] = "1", "high"
    return mail


def call_by_text(words: CallWords, *, to: str, at: datetime, gateway: Gateway) -> None:
    """Hand one text message to the gateway; returning means that it took it.

    No other host is gone to, whatever the gateway answers, and it has ten seconds in all.

    Raises: CallError if it did not.
    """
    parts = urlsplit(gateway.url)
    body, headers = _request(words, to, at, gateway)
    path = parts.path or "/"
    if parts.query:
        path = f"{path}?{parts.query}"
    context = ssl.create_default_context(cafile=gateway.ca_file or None)
    line = HTTPSConnection(parts.hostname or "", parts.port, timeout=TEXT_SECONDS, context=context)
    try:
        with _ended_after(line, TEXT_SECONDS):
            line.request("POST", path, body=body, headers=dict(headers))
            answer = line.getresponse()
            answer.read(LONGEST_ANSWER)
    except (OSError, HTTPException, ValueError) as error:
        # The words of the error may hold the number or a header, which must not reach a row or a log.
        raise CallError(f"the text gateway could not be reached ({type(error).__name__})") from error
    finally:
        line.close()
    _require_taken(answer)


def _require_taken(answer: HTTPResponse) -> None:
    if 300 <= answer.status < 400:
        raise CallError(f"the text gateway sent us elsewhere ({answer.status}), which is not followed: correct its url")
    if not 200 <= answer.status < 300:
        raise CallError(f"the text gateway answered {answer.status}")


@contextmanager
def _ended_after(line: HTTPSConnection, seconds: float) -> Iterator[None]:
    """End a connection that lasts longer: each read has a limit of its own, and one byte at a time keeps within it."""

    def end() -> None:
        if line.sock:
            with suppress(OSError):
                line.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _request(words: CallWords, to: str, at: datetime, gateway: Gateway) -> tuple[bytes, Mapping[str, str]]:
    if gateway.kind is GatewayKind.NOTIFY:
        said = {"phone_number": to, "template_id": gateway.template_id, "personalisation": {"text": words.text}}
        claims = {"iss": gateway.service_id, "iat": int(at.timestamp())}
        token = jwt.encode(claims, gateway.key, algorithm="HS256")
        return json.dumps(said).encode(), {"Content-Type": JSON, "Authorization": f"Bearer {token}"}
    fit = _in_json if gateway.content_type == JSON else quote_plus
    body = Template(gateway.body).substitute(to=fit(to), text=fit(words.text))
    return body.encode(), {"Content-Type": gateway.content_type, **gateway.headers}


def _in_json(words: str) -> str:
    return json.dumps(words)[1:-1]
