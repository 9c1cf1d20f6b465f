"""Call somebody about danger: by mail, or by a text message through the council's gateway. Shell; it sends.

It holds ``CallWords`` and nothing else, and goes to whom the caller names: the contacts of the council's file and the
administrator of the settings (``workers.py`` looks them up). Letters go through ``letters.post`` alone.
"""

import json
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from string import Template
from threading import Thread
from typing import Final
from urllib.parse import quote_plus, urlsplit

import jwt

from config.text_gateway import JSON, Gateway, GatewayKind
from letters.call_words import CallWords
from letters.errors import LetterError
from letters.notice import NoticeError, build_notice
from letters.post import Post, connect
from letters.post_errors import PostError

MAIL_SECONDS: Final = 15.0
"""The most that one step of a mail may take."""
MAIL_IN_ALL_SECONDS: Final = 40.0
TEXT_SECONDS: Final = 10.0
MOST_LEFT: Final = 20
"""So many calls of a channel that came to no end may still hang before no other is begun there."""
LONGEST_ANSWER: Final = 2_000


class CallError(LetterError):
    """Nobody took the call; the message says why, without an address, a number or a secret. It is tried again."""


def call_by_mail(words: CallWords, *, to: str, sender: str, at: datetime, post: Post) -> None:
    """Mail one call to one address; returning means that the server took it.

    Raises: CallError if it did not leave.
    """
    mail = build_call(words, to=to, sender=sender, at=at)
    _within(MAIL_IN_ALL_SECONDS, lambda: _mail(mail, sender, to, post), "the mail server")


def _mail(mail: EmailMessage, sender: str, to: str, post: Post) -> None:
    try:
        with connect(replace(post, timeout=MAIL_SECONDS)) as server:
            refused = server.send_message(mail, from_addr=sender, to_addrs=[to])
    except PostError as error:
        # What the server itself says may name our account there, or the address.
        cause = f" ({type(error.__cause__).__name__})" if error.__cause__ else ""
        raise CallError(f"{error.words}{cause}") from error
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
    try:
        context = ssl.create_default_context(cafile=gateway.ca_file or None)
    except (OSError, ValueError) as error:
        raise CallError("the text gateway's file of certificates cannot be read: putright check") from error
    line = HTTPSConnection(parts.hostname or "", parts.port, timeout=TEXT_SECONDS, context=context)

    def post() -> None:
        try:
            line.request("POST", path, body=body, headers=dict(headers))
            answer = line.getresponse()
            answer.read(LONGEST_ANSWER)
        except (OSError, HTTPException, ValueError) as error:
            # The words of the error may hold the number or a header, which must not reach a row or a log.
            raise CallError(f"the text gateway could not be reached ({type(error).__name__})") from error
        finally:
            line.close()
        _require_taken(answer)

    _within(TEXT_SECONDS, post, "the text gateway", end=lambda: _end(line))


def _require_taken(answer: HTTPResponse) -> None:
    if 300 <= answer.status < 400:
        raise CallError(f"the text gateway sent us elsewhere ({answer.status}), which is not followed: correct its url")
    if not 200 <= answer.status < 300:
        raise CallError(f"the text gateway answered {answer.status}")


def _within(seconds: float, work: Callable[[], None], name: str, *, end: Callable[[], None] = lambda: None) -> None:
    """Do what a call does, and leave it if it lasts longer.

    Looking a name up has no limit of its own, and whoever says one byte at a time keeps within the limit of each read.
    What is left ends with its connection. It may yet be heard: called again, somebody hears it twice.

    Raises: CallError if it failed or came to no end, or if too many that came to none still hang.
    """
    left = _left.setdefault(name, [])
    left[:] = [thread for thread in left if thread.is_alive()]
    if len(left) >= MOST_LEFT:
        raise CallError(f"{len(left)} calls still hang at {name}: look at it, or start Putright again")
    failed: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - raised again below, where somebody waits for it
            failed.append(error)

    thread = Thread(target=run, name="call", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        left.append(thread)
        end()
        raise CallError(f"{name} came to no end within {seconds:.0f} seconds")
    if failed:
        raise failed[0]


_left: dict[str, list[Thread]] = {}
"""The calls that were left and still hang, by whom they hang at."""


def _end(line: HTTPSConnection) -> None:
    if line.sock:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)


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
