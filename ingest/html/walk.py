"""Walk through the elements of an HTML mail as the parser meets them, and collect what a person sees."""

from collections.abc import Mapping

from ingest.charset import clean_text
from ingest.html.colour import WHITE
from ingest.html.css import Sheet, names_of
from ingest.html.elements import TYPED, UNSEEN, Element, lines_around, open_element, words_at_end
from ingest.html.lines import TextLines
from ingest.html.links import LONGEST_WORDS, note_on_link
from ingest.html.style import Look, hides, look_within, starts_history, starts_quote, starts_signature

# The parser's time grows with size times depth; no mail program nests this deep.
_MAX_DEPTH = 1_500


_NO_NAMES: frozenset[str] = frozenset()


class TooDeepError(Exception):
    """The HTML nests deeper than any mail program writes; read it without its structure."""


class Walk:
    """Collect the words while lxml reports elements; nothing is built but the text itself.

    With ``shows_all`` the words a style hides are collected too.
    """

    def __init__(self, sheet: Sheet, *, shows_all: bool = False) -> None:
        self.quotes: list[tuple[int, int]] = []
        self.signatures: list[tuple[int, int]] = []
        self.history: list[int] = []
        self.hidden_letters = 0
        self.hides_only_ahead = True
        self._sheet, self._shows_all = sheet, shows_all
        self._has_rules = not sheet.is_empty
        self._lines = TextLines()
        self._around: list[frozenset[str]] = []
        self._is_fresh = False
        look = Look(ground=None if sheet.paints else WHITE)
        self._open = [Element(tag="", names=frozenset(), look=look)]

    @property
    def text(self) -> str:
        """Return what was collected."""
        return self._lines.text

    @property
    def length(self) -> int:
        """Return how many letters were collected."""
        return self._lines.length

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if len(self._open) > _MAX_DEPTH:
            raise TooDeepError
        parent = self._open[-1]
        element = Element(
            tag=tag,
            names=names_of(tag, attributes) if self._has_rules else _NO_NAMES,
            look=parent.look,
            unseen=parent.unseen or tag in UNSEEN,
            hidden=parent.hidden,
            in_quote=parent.in_quote,
            choice=parent.choice,
            depth=parent.depth,
        )
        if not element.unseen and (attributes or self._has_rules):
            self._style(element, attributes)
        if tag in TYPED and element.look.lines != "pre":
            element.look = look_within(element.look, {}, {"white-space": "pre"})
        self._open.append(element)
        self._around.append(element.names)
        if element.unseen or element.hidden:
            return
        element.lines = lines_around(tag, attributes)
        self._lines.break_block(element.lines)
        element.start = self._lines.length
        words = open_element(self._lines, element, parent, attributes)
        if words:
            self.data(words)
        self._is_fresh = tag in TYPED
        if attributes:
            self._mark(element, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        element = self._open[-1]
        if not (element.unseen or element.hidden):
            self._finish(element)
        self._open.pop()
        self._around.pop()
        if tag == "tr":
            self._lines.close_row()
        self._lines.break_block(element.lines)
        if tag in ("td", "th", "li"):
            self._lines.close_cell()

    def data(self, text: str) -> None:
        """Take words."""
        element = self._open[-1]
        if element.unseen or not text:
            return
        # Once more: an entity (&#1;) can name what a person cannot have written.
        text = clean_text(text)
        if element.hidden or not (self._shows_all or element.look.is_seen):
            self._hide(text)
        elif element.choice is not None:
            element.choice.add_words(text)
        elif element.look.lines == "pre":
            self._lines.write_typed(text.removeprefix("\n") if self._is_fresh else text)
        elif element.look.lines == "pre-line":
            self._lines.write_lines(text)
        else:
            self._lines.write_collapsed(text)
        self._is_fresh = False

    def close(self) -> None:
        """Nothing is left to do: lxml closes every element itself."""

    def _style(self, element: Element, attributes: Mapping[str, str]) -> None:
        said, elsewhere = self._sheet.declarations(element.names, self._around, attributes.get("style", ""))
        if said or attributes:
            element.look = look_within(element.look, attributes, said)
            is_hidden = hides(attributes, said) and (said is elsewhere or hides(attributes, elsewhere))
            element.hidden = element.hidden or (is_hidden and not self._shows_all)

    def _finish(self, element: Element) -> None:
        words = words_at_end(element)
        if words:
            element.choice = None
            self.data(words)
        if element.href:
            self._note_link(element)
        if self._lines.length > element.start and element.quotes:
            self.quotes.append((element.start, self._lines.length))
        elif self._lines.length > element.start and element.signs:
            self.signatures.append((element.start, self._lines.length))

    def _note_link(self, element: Element) -> None:
        if self._lines.length - element.start > LONGEST_WORDS or not element.look.is_seen:
            return
        words = self._lines.words_since(element.start)
        note = note_on_link(element.href, words)
        if note and words:
            self._lines.add_note(clean_text(note))
        else:
            self.data(note)

    def _hide(self, text: str) -> None:
        letters = sum(map(str.isalnum, text))
        if letters:
            self.hidden_letters += letters
            self.hides_only_ahead = self.hides_only_ahead and self._lines.length == 0

    def _mark(self, element: Element, attributes: Mapping[str, str]) -> None:
        if starts_history(attributes) and not element.in_quote:
            self.history.append(self._lines.length)
        elif starts_quote(element.tag, attributes) and not element.in_quote:
            element.quotes = element.in_quote = True
        elif starts_signature(attributes):
            element.signs = True
