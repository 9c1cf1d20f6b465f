"""Tell a writer's own words from what they quote, forward, or have added by machines; nothing is deleted.

When in doubt a line is OWN: a quotation wrongly kept costs a reader a moment, a hidden sentence may cost a child much.
"""

from collections.abc import Sequence

from ingest.message import Address, Segment
from ingest.thread import marks
from ingest.thread.page import FORWARDED, OWN, QUOTED, Page, Span

# "Ann" is found in too many lines to tell who wrote one.
_SHORT_NAME = 5


def segment_body(
    body: str,
    *,
    subject: str = "",
    is_reply: bool = True,
    quotes: Sequence[Span] = (),
    signatures: Sequence[Span] = (),
    history: Sequence[int] = (),
    recipients: Sequence[Address] = (),
) -> tuple[Segment, ...]:
    """Return the body's segments in order: they cover it without gap or overlap, and begin at line starts.

    ``is_reply`` is false if neither subject nor thread ids speak of an earlier mail: then an older mail below is what
    the writer passes on (FORWARDED, content), not what they answer. An older mail that ``recipients`` wrote (whom this
    one is sent to) is always an answered one. The stretches come from HTML, see ``HtmlText``.
    """
    if not body:
        return ()
    names = (name.lower() for person in recipients for name in (person.name, person.address))
    page = Page(body, frozenset(name for name in names if len(name) > _SHORT_NAME))
    page.label_quotes(quotes)
    is_forward = marks.is_forward_subject(subject)
    page.label_history(history, FORWARDED if is_forward or not is_reply else QUOTED)
    if not is_reply:
        page.give_back_arrows()
    if is_forward and not page.answers_recipients:
        page.relabel(QUOTED, FORWARDED)
    page.label_signatures(signatures)
    page.label_disclaimers()
    answers_nobody = not is_reply or bool(recipients)
    if answers_nobody and not page.answers_recipients and not page.has_words(OWN, FORWARDED):
        # All of it is other people's words, and not ours: it is what the writer wanted to be read.
        page.relabel(QUOTED, FORWARDED)
    return page.segments()
