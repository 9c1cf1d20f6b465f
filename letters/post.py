"""Hand a signed letter to the council's mail server. The only way out; nothing unsigned passes.

A server that says no, one that cannot be reached and one that fell silent after it had the letter are three different
troubles: the first needs a person, the second another try, and the third must never be tried again by itself.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Literal

from letters.mail import mail_bytes
from letters.post_errors import PostError, PostRefusedError, PostUncertainError, PostUnreachableError
from letters.signed import SignedLetter

PERMANENT: Final = range(500, 600)
GOODBYE_SECONDS: Final = 2.0
TAKEN: Final = range(200, 300)
FOR_NOW: Final = range(400, 500)
READY: Final = 354
"""What a server answers when it waits for the letter."""
YES: Final = (250, 251)
SIGN_IN_FIRST: Final = 530
"""A no to whoever has not signed in or encrypted; it says nothing of the letter. Source: RFC 4954 section 6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Hold how to reach the mail server. ``ca_file`` is "" for the machine's own list.

    ``timeout`` is how many seconds each of its answers may take, ``last_answer_seconds`` the last one: a server that
    looks through the whole letter first is waited for, because after a silence nobody knows whether it left.
    Source: RFC 5321 section 4.5.3.2.6 (ten minutes; less here, so that a worker is not held for so long).
    """

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 30.0
    last_answer_seconds: float = 120.0


def send(letter: SignedLetter, post: Post) -> None:
    """Send one signed letter to its one recipient; returning means that the server took it.

    Raises: TypeError for anything but a SignedLetter; PostRefusedError, PostUnreachableError or PostUncertainError.
    """
    if type(letter) is not SignedLetter:
        message = f"only a SignedLetter can be sent, not {type(letter).__name__}"
        raise TypeError(message)
    content = mail_bytes(letter)
    with connect(post) as server:
        _hand_over(server, letter, content, last_answer_seconds=post.last_answer_seconds)


def probe(post: Post) -> None:
    """Sign in to the mail server and leave again; nothing is sent.

    Raises: PostUnreachableError if it cannot be reached, does not show a trusted certificate, or does not let us in.
    """
    with connect(post) as server:
        try:
            server.ehlo_or_helo_if_needed()
            code, reply = server.noop()
        except (OSError, smtplib.SMTPException) as error:
            raise PostUnreachableError("the mail server fell silent", type(error).__name__) from error
        if code in PERMANENT:
            raise PostUnreachableError("the mail server does not serve us", _said(reply))


@contextmanager
def connect(post: Post) -> Iterator[smtplib.SMTP]:
    """Open a signed-in connection to the mail server for as long as the block lasts.

    Raises: PostUnreachableError.
    """
    try:
        server = _open(post)
    except smtplib.SMTPAuthenticationError as error:
        raise PostUnreachableError("the mail server does not accept our sign-in", _said(error.smtp_error)) from error
    except (OSError, smtplib.SMTPException) as error:
        words = f"the mail server {post.host}:{post.port} cannot be reached"
        raise PostUnreachableError(words, type(error).__name__) from error
    try:
        yield server
    finally:
        # Once the letter is taken, or not, a server that forgets to say goodbye changes nothing; nor is it waited for,
        # because until what became of the letter is written down, a crash would leave that open.
        with suppress(OSError, smtplib.SMTPException):
            if server.sock:
                server.sock.settimeout(min(GOODBYE_SECONDS, post.timeout))
            server.quit()
        with suppress(OSError):
            server.close()


def _open(post: Post) -> smtplib.SMTP:
    trust = ssl.create_default_context(cafile=post.ca_file or None) if post.tls != "none" else None
    if post.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(post.host, post.port, timeout=post.timeout, context=trust)
    else:
        server = smtplib.SMTP(post.host, post.port, timeout=post.timeout)
    try:
        if post.tls == "starttls":
            server.starttls(context=trust)
        if post.username:
            server.login(post.username, post.password)
    except BaseException:
        server.close()
        raise
    return server


def _hand_over(server: smtplib.SMTP, letter: SignedLetter, content: bytes, *, last_answer_seconds: float) -> None:
    """Walk the steps of SMTP one by one, because what a broken connection means depends on where it broke."""
    try:
        server.ehlo_or_helo_if_needed()
        _expect_service(server.mail(letter.sender_email))
        _expect(server.rcpt(letter.recipient_email), "the recipient's address")
        code, reply = server.docmd("DATA")
    except (OSError, smtplib.SMTPException) as error:
        raise PostUnreachableError(
            "the connection broke before the letter was handed over", type(error).__name__
        ) from error
    if code != READY:
        raise _no((code, reply), "the letter")
    try:
        server.send(_lines(content))
        if server.sock:
            server.sock.settimeout(last_answer_seconds)
        answer = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        words = "the connection broke while the letter was handed over, so it may have left"
        raise PostUncertainError(words, type(error).__name__) from error
    _expect_last(answer)


def _lines(content: bytes) -> bytes:
    stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in content.split(b"\r\n"))
    return stuffed.rstrip(b"\r\n") + b"\r\n.\r\n"


def _expect_last(answer: tuple[int, bytes]) -> None:
    """Judge the answer to the whole letter: only a clear no means that it was not taken.

    Source: RFC 5321 section 4.2.1: 2yz is taken, 4yz and 5yz are not; anything else leaves it open.
    """
    code, reply = answer
    if code in TAKEN:
        return
    if code not in PERMANENT and code not in FOR_NOW:
        words = "the mail server answered the letter with nothing that can be understood, so it may have left"
        raise PostUncertainError(words, _said(reply))
    raise _no(answer, "the letter")


def _expect_service(answer: tuple[int, bytes]) -> None:
    """Judge the answer to our own address: a no is about us (sign-in, encryption), so every letter waits for a cure."""
    if answer[0] not in YES:
        words = f"{answer[0]} {_said(answer[1])}"
        raise PostUnreachableError("the mail server does not take letters from us", words)


def _expect(answer: tuple[int, bytes], what: str) -> None:
    if answer[0] not in YES:
        raise _no(answer, what)


def _no(answer: tuple[int, bytes], what: str) -> PostError:
    """Return what an answer means that is no yes: only a clear no for good needs a person at once."""
    code, reply = answer
    refused = PostRefusedError if code in PERMANENT and code != SIGN_IN_FIRST else PostUnreachableError
    return refused(f"the mail server did not take {what}", f"{code} {_said(reply)}")


def _said(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:200]
