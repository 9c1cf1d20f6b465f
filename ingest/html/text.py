"""Read HTML as a person sees it: its words in lines, what was hidden, and what the mail program marked as quoted.

Measured against five libraries on Outlook, Gmail and Apple mail: none of them kept bold words inside their line, line
breaks, table cells apart and hidden text out, all at once; this walk does.
"""

from dataclasses import dataclass

from lxml import etree

from ingest.charset import clean_text
from ingest.documents.surroundings import is_time_up
from ingest.html.css import Sheet
from ingest.html.source import prepare_source, strip_tags
from ingest.html.walk import TooDeepError, Walk

_SLICE = 1 << 16
# A newsletter's preview line: hidden words before any that are seen.
_LONGEST_PREVIEW = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlText:
    """Hold the words of one HTML text.

    ``hidden_letters`` counts the letters left out because nobody who opens the mail can see them; ``is_preview`` is
    true if they are no more than the line that mail programs show in a list of mails. ``is_unveiled`` is true if
    nothing at all could be seen, so that what was hidden is in ``text``. ``is_unfinished`` is true if time ran out.
    ``quotes`` and ``signatures`` are the (start, end) stretches of ``text`` the writer's mail program marked so;
    ``history`` are the places after which it put the mail being answered.
    """

    text: str
    hidden_letters: int = 0
    is_preview: bool = False
    is_unveiled: bool = False
    is_unfinished: bool = False
    quotes: tuple[tuple[int, int], ...] = ()
    signatures: tuple[tuple[int, int], ...] = ()
    history: tuple[int, ...] = ()

    @property
    def hidden(self) -> bool:
        """Return whether words are hidden from whoever opens the mail."""
        return self.hidden_letters > 0


def html_to_text(html: str, *, most_letters: int | None = None) -> HtmlText:
    r"""Return what a person who opens this HTML reads; reading stops soon after ``most_letters``. Never raises.

    >>> html_to_text("<p>Dear <b>team</b>,</p><p>no one<br>came.</p>").text
    'Dear team,\n\nno one\ncame.'
    """
    source, sheets = prepare_source(clean_text(html))
    sheet = Sheet()
    for css, media in sheets:
        sheet.add(css, media)
    found = _read(source, sheet, most_letters, shows_all=False)
    if found.hidden and not any(map(str.isalnum, found.text)):
        # White words pasted from a dark screen: the writer saw them, and they are all there is.
        shown = _read(source, sheet, most_letters, shows_all=True)
        return HtmlText(
            text=shown.text, hidden_letters=found.hidden_letters, is_unveiled=True, is_unfinished=shown.is_unfinished
        )
    return found


def say_hidden(found: HtmlText) -> str:
    """Say in plain words what is hidden, for the Problem that goes with it."""
    count = f"{found.hidden_letters:,} letter{'s' if found.hidden_letters > 1 else ''}"
    if found.is_unveiled:
        return f"All the words ({count}) are hidden from whoever opens this; they were read all the same."
    if found.is_preview:
        return f"A preview line ({count}) is hidden in the text, as newsletters do; it was left out."
    return (
        f"Some words ({count}) are hidden from whoever opens this; they were left out. Open the original to see them."
    )


def _read(source: str, sheet: Sheet, most_letters: int | None, *, shows_all: bool) -> HtmlText:
    walk = Walk(sheet, shows_all=shows_all)
    parser = etree.HTMLParser(target=walk, encoding="utf-8", huge_tree=True, no_network=True)
    is_unfinished = False
    try:
        # In slices, because lxml passes an exception of ours on only when a slice is done.
        for start in range(0, len(source), _SLICE):
            is_unfinished = is_time_up()
            if is_unfinished or (most_letters is not None and walk.length > most_letters):
                break
            parser.feed(source[start : start + _SLICE].encode())
        parser.close()
    except (TooDeepError, etree.LxmlError):
        # Nobody's mail program made this. The tags go, every word stays.
        return HtmlText(text=clean_text(strip_tags(source)))
    return HtmlText(
        text=walk.text,
        hidden_letters=walk.hidden_letters,
        is_preview=walk.hides_only_ahead and walk.hidden_letters <= _LONGEST_PREVIEW,
        is_unfinished=is_unfinished,
        quotes=tuple(walk.quotes),
        signatures=tuple(walk.signatures),
        history=tuple(walk.history),
    )
