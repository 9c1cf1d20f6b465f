"""Look at what takes letters away: the mail server, and the folder in which a copy of each stands."""

from collections.abc import Iterator

from django.conf import settings

from cases import outgoing
from cases.management.looks import Found, State
from cases.sent_copies import look_into_sent, sent_box
from ingest.mailboxes.mailbox import MailboxError
from letters.post import probe
from letters.post_errors import PostError


def look_at_post() -> Iterator[Found]:
    """Yield how the mail server for letters stands, by greeting it."""
    if not settings.PUTRIGHT_SMTP_URL:
        words = "PUTRIGHT_SMTP_URL is not set: signed letters wait until it is."
        yield Found(what="post", state=State.LOOK, words=words)
        return
    try:
        probe(outgoing.post_from_settings())
    except PostError as error:
        yield Found(what="post", state=State.WRONG, words=str(error))
    else:
        yield Found(what="post", state=State.FINE, words="The mail server answers and lets us in.")


def look_at_sent() -> Iterator[Found]:
    """Yield how the folder for copies of sent letters stands, by opening it for reading; nothing if none is named."""
    box = sent_box()
    if box is None:
        return
    what = f"copies of letters, mailbox {box.name}"
    try:
        found = look_into_sent(box)
    except MailboxError as error:
        yield Found(what=what, state=State.WRONG, words=error.words)
        return
    if found.name in {*box.folders, box.junk}:
        words = f"{found.name!r} is also read: our own letters would be listed as mail. Name another as sent_folder."
        yield Found(what=what, state=State.WRONG, words=words)
        return
    yield Found(what=what, state=State.FINE, words=f"They go into {found.name!r} (mails there now: {found.mails:,}).")
