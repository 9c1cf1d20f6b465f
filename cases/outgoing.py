"""Hand to the mail server or the text gateway what leaves: signed letters, calls, and what the team's own are told."""

from django.conf import settings
from django.utils import timezone

from cases import digest
from cases.desk import desk_council
from cases.desk_gateway import desk_gateway
from cases.safety_net import reach_of
from cases.services import sending
from cases.services.danger import calls
from config.safety import Channel
from config.toml_tables import ConfigError
from letters.call import CallError, call_by_mail, call_by_text
from letters.call_words import CallWords
from letters.errors import LetterError
from letters.mail import mail_bytes
from letters.notice import send_digest, send_notice
from letters.post import Post, send
from letters.post_address import read_post
from letters.post_errors import PostRefusedError, PostUncertainError, PostUnreachableError
from letters.signed import SignedLetter


def post_from_settings() -> Post:
    """Return the mail server that PUTRIGHT_SMTP_URL names.

    Raises:
        PostUnreachableError: if it names none.

    """
    return read_post(
        settings.PUTRIGHT_SMTP_URL, password=settings.PUTRIGHT_SMTP_PASSWORD, ca_file=settings.PUTRIGHT_SMTP_CA_FILE
    )


def hand_over(letter: SignedLetter) -> bool:
    """Hand one signed letter to the mail server, write down what became of it, and say whether it has gone."""
    try:
        _keep(letter)
        send(letter, post_from_settings())
    except PostUnreachableError as error:
        sending.mark_unreachable(letter_id=letter.letter_key, words=str(error))
    except PostRefusedError as error:
        sending.mark_refused(letter_id=letter.letter_key, words=str(error))
    except PostUncertainError as error:
        sending.mark_uncertain(letter_id=letter.letter_key, words=str(error))
    else:
        sending.mark_sent(letter_id=letter.letter_key, message_id=letter.message_id)
        return True
    return False


def _keep(letter: SignedLetter) -> None:
    """Keep the bytes that are about to leave.

    Raises:
        PostUnreachableError: if the disk does not take them: nothing has left.
        PostRefusedError: if the letter cannot be put into a mail.

    """
    content = mail_bytes(letter)
    try:
        sending.keep_mail(letter_id=letter.letter_key, message_id=letter.message_id, content=content)
    except OSError as error:
        words = "the letter could not be kept on this machine's disk before it was to leave"
        raise PostUnreachableError(words, type(error).__name__) from error


def make_call(taken: calls.Taken) -> bool:
    """Make one call about danger, write down what became of it, and say whether it was taken where it went."""
    try:
        call_out(taken.words, contact=taken.contact, channel=taken.channel)
    except LetterError as error:
        calls.note_not_reached(call_id=taken.id, words=str(error))
    except ConfigError:
        # A council's file may be at fault: its words stay in the file's own check, and the row says where to look.
        calls.note_not_reached(call_id=taken.id, words="the text gateway's file has faults: putright check")
    else:
        calls.note_reached(call_id=taken.id)
        return True
    return False


def call_out(words: CallWords, *, contact: str, channel: str) -> None:
    """Call one contact of the council's file, or the administrator, by mail or text message, now.

    Raises:
        LetterError: if nobody took it.
        ConfigError: if the file of the text gateway has faults.

    """
    reach, now = reach_of(contact), timezone.now()
    if channel == Channel.TEXT:
        gateway = desk_gateway()
        if gateway is None or not reach.text:
            raise CallError("there is no text gateway any more, or no number")
        call_by_text(words, to=reach.text, at=now, gateway=gateway)
        return
    if not reach.email:
        raise CallError("the council's file has no address for this contact any more")
    call_by_mail(words, to=reach.email, sender=_sender(), at=now, post=post_from_settings())


def mail_member(one: digest.Outgoing) -> None:
    """Send a member of the team their morning's mail.

    Raises:
        PostError: if the mail server did not take it.

    """
    send_digest(
        one.mail.subject_line,
        one.mail.text,
        member=one.address,
        sender=_sender(),
        at=timezone.now(),
        key=one.key,
        post=post_from_settings(),
    )


def mail_administrator(subject_line: str, text: str) -> None:
    """Send the administrator one mail.

    Raises:
        PostError: if the mail server did not take it.

    """
    send_notice(
        subject_line,
        text,
        administrator=settings.PUTRIGHT_ADMINISTRATOR,
        sender=_sender(),
        at=timezone.now(),
        post=post_from_settings(),
    )


def _sender() -> str:
    return desk_council().team.email or settings.PUTRIGHT_ADMINISTRATOR
