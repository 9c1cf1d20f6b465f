"""Pack somebody's words as the usual mail programs do: plain, flowed, with HTML beside it, as a reply, as a bounce."""

import html
import textwrap
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from config.demo.mail_texts import Text

COUNCIL = "childrens.complaints@brackenshire.example"


def pack_plain(mail: EmailMessage, text: Text) -> None:
    """Send the words as they are."""
    _set_words(mail, text.words)


def _pack_flowed(mail: EmailMessage, text: Text) -> None:
    """Break long lines softly, as telephones do (RFC 3676)."""
    lines = (" \n".join(textwrap.wrap(line, 72)) for line in text.words.splitlines())
    _set_words(mail, "\n".join(lines) + "\n")
    mail.set_param("format", "flowed")


def _pack_old_windows(mail: EmailMessage, text: Text) -> None:
    """Send pound signs, accents and curly quotes as single bytes, as old Outlook does."""
    mail.set_content(text.words, charset="windows-1252", cte="8bit")


def _pack_both(mail: EmailMessage, text: Text) -> None:
    _set_words(mail, text.words)
    mail.add_alternative(f'<div dir="ltr">{_to_html(text.words)}</div>\n', subtype="html", cte="quoted-printable")


def _pack_html(mail: EmailMessage, text: Text) -> None:
    mail.set_content(text.words, subtype="html", cte="quoted-printable")


def _pack_gmail_reply(mail: EmailMessage, text: Text) -> None:
    own, line, history = _split_history(text.words, "On ")
    quoted = "\n".join(quote.removeprefix(">").removeprefix(" ") for quote in history.strip().splitlines())
    _set_words(mail, text.words)
    mail.add_alternative(
        f'<div dir="ltr">{_to_html(own)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'{html.escape(line)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;'
        f'border-left:1px solid rgb(204,204,204);padding-left:1ex">{_to_html(quoted)}</blockquote></div>\n',
        subtype="html",
        cte="quoted-printable",
    )


def _pack_outlook(mail: EmailMessage, text: Text) -> None:
    own, line, history = _split_history(text.words, "From: ")
    _set_words(mail, text.words)
    below = ""
    if line:
        below = (
            '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
            f"{_to_paragraphs(line + chr(10) + history)}</div>"
        )
    mail.add_alternative(
        f'<html><body lang="EN-GB"><div class="WordSection1">{_to_paragraphs(own)}{below}</div></body></html>\n',
        subtype="html",
        cte="quoted-printable",
    )


def _pack_report(mail: EmailMessage, text: Text) -> None:
    """Say that a letter of ours did not arrive, as a mail server does (RFC 3464)."""
    recipient = text.first("Report-Recipient")
    notice, status, returned = (EmailMessage(policy=SMTP) for _ in range(3))
    _set_words(notice, text.words)
    server, failure = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    server["Reporting-MTA"] = "dns; mx.brackenshire.example"
    failure["Final-Recipient"] = f"rfc822; {recipient}"
    failure["Action"] = "failed"
    failure["Status"] = "5.1.1"
    status["Content-Type"] = "message/delivery-status"
    status.set_payload([server, failure])
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = COUNCIL, recipient, text.first("Report-Subject")
    letter["Message-ID"] = f"<{sha256(recipient.encode()).hexdigest()[:20]}@brackenshire.example>"
    letter.set_content("Dear Mr Bramhall\n\nOur reply to your complaint is attached.\n\nChildren's Complaints Team\n")
    returned["Content-Type"] = "message/rfc822"
    returned.set_payload([letter])
    mail["Content-Type"] = 'multipart/report; report-type="delivery-status"'
    mail.set_payload([notice, status, returned])


def _set_words(mail: EmailMessage, words: str) -> None:
    """Set the plain words; right-to-left and other far scripts go as base64, as real programs send them."""
    far = sum(ord(letter) > 0x2FF and letter.isalpha() for letter in words)
    mail.set_content(words, cte="base64" if far > len(words) / 4 else "quoted-printable")


def _split_history(words: str, mark: str) -> tuple[str, str, str]:
    """Return the writer's own words, the line that opens the history, and the history."""
    lines = words.splitlines()
    for number, line in enumerate(lines):
        if line.startswith(mark) and (mark != "On " or line.endswith("wrote:")):
            return "\n".join(lines[:number]), line, "\n".join(lines[number + 1 :])
    return words, "", ""


def _to_html(words: str) -> str:
    return "<br>\n".join(html.escape(line, quote=False) for line in words.strip().splitlines())


def _to_paragraphs(words: str) -> str:
    return "\n".join(
        f'<p class="MsoNormal">{html.escape(line, quote=False) or "&nbsp;"}</p>' for line in words.strip().splitlines()
    )


SHAPES: Mapping[str, Callable[[EmailMessage, Text], None]] = {
    "plain": pack_plain,
    "flowed": _pack_flowed,
    "cp1252": _pack_old_windows,
    "both": _pack_both,
    "html": _pack_html,
    "gmail": _pack_gmail_reply,
    "outlook": _pack_outlook,
    "report": _pack_report,
}
