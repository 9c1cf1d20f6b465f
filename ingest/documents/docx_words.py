"""Gather the words of one part of a Word document, in reading order: what a person who opens it sees.

An own walk, because python-docx leaves out inserted text, content controls (which is where the answers of a form are)
and text boxes. Deleted text stays out; what Word keeps twice for old versions (mc:Fallback) is read once.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

from ingest.documents.docx_numbers import Numbering
from ingest.documents.symbols import sign_of, without_private
from ingest.documents.xml_walker import Walker

_LEFT_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "binData", "docPr", "tblPr", "sectPr"}
)
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NO = frozenset({"0", "false", "off"})
_CELL_ENDS = re.compile(r" +\|")
_EMPTY_CELLS = re.compile(r"(\s*\|)+\s*$")
_BLANK_LINES = re.compile(r"\n{3,}")


class WordWords(Walker):
    """Walk one part of a Word document (a WordprocessingML of any age), keeping its words.

    ``links`` maps the ids of hyperlinks to where they lead. ``hidden`` is set if words were left out because the
    document does not show them.
    """

    def __init__(self, numbering: Numbering | None = None, links: Mapping[str, str] | None = None) -> None:
        self._numbering, self._links = numbering or Numbering(), links or {}
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[str] = []
        self._skipping = 0
        self._cells = 0
        self._is_hidden = False
        self._list: tuple[str, int | None, str] = ("", None, "")
        self._choices: list[int] = []
        self._link: tuple[str, int] | None = None
        self._form = _FormField()
        self._breaks: list[int] = []
        self.hidden = False
        self.is_full_at = 0

    @property
    def text(self) -> str:
        """Return the words, a line for each paragraph and table row."""
        lines = "".join(self._pieces).split("\n")
        lines = [_CELL_ENDS.sub(" |", _EMPTY_CELLS.sub("", line)).strip() for line in lines]
        return _BLANK_LINES.sub("\n\n", without_private("\n".join(lines))).strip()

    @property
    def pages(self) -> list[str]:
        """Return the words page by page as Word last showed them, not tidied yet; one page where it says nothing."""
        edges = [0, *self._breaks, len(self._pieces)]
        return ["".join(self._pieces[start:end]) for start, end in pairwise(edges)]

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        parent = self._open[-1] if self._open else ""
        self._open.append(name)
        if self._skipping or self._is_left_out(name, attributes):
            self._skipping += 1
            return
        if name in _BREAKS and parent in {"r", "p"}:
            self._write(_BREAKS[name])
        elif name == "lastRenderedPageBreak":
            self._breaks.append(len(self._pieces))
        elif name == "r":
            self._is_hidden = False
        elif parent == "rPr" and self._open[-3:-1] == ["r", "rPr"]:
            self._look(name, attributes)
        elif name in {"tc", "txbxContent", "Choice", "hyperlink", "comment", "annotation"}:
            self._enter(name, attributes)
        elif name in {"p", "numId", "ilvl", "pStyle"}:
            self._take_list(name, attributes, parent)
        elif name == "sym":
            self._write(sign_of(attributes.get("font", ""), _code(attributes.get("char", ""))))
        elif name == "textpath":
            self._write(attributes.get("string", ""))
        else:
            self._write(self._form.open(name, attributes, parent))

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        if self._open:
            self._open.pop()
        if self._skipping:
            self._skipping -= 1
        elif name == "p":
            # Several paragraphs in one cell belong to one row, so that a form's label and answer stay on one line.
            self._write(" " if self._cells else "\n", always=True)
        elif name == "tc":
            self._cells -= 1
            self._write(" | ", always=True)
        elif name in {"tr", "txbxContent"}:
            self._write("\n", always=True)
        elif name == "pPr":
            mark = self._numbering.mark(*self._list)
            self._write(f"{mark} " if mark else "")
        elif name == "hyperlink" and self._link:
            self._close_link(*self._link)
        else:
            self._write(self._form.shut(name))

    def words(self, text: str) -> None:
        """Take text: words only where the format puts words."""
        if not self._skipping and self._open and self._open[-1] == "t":
            if self._is_hidden:
                self.hidden = self.hidden or any(map(str.isalnum, text))
            else:
                self._write(text.replace("\n", " "))

    def _write(self, text: str, *, always: bool = False) -> None:
        if text and (always or not self._is_hidden):
            self._pieces.append(text)
            self._length += len(text)
            self.is_done = bool(self.is_full_at) and self._length > self.is_full_at

    def _is_left_out(self, name: str, attributes: Mapping[str, str]) -> bool:
        if name == "Fallback":
            # Read only where the newer form had no words for us.
            return not self._choices or self._length > self._choices.pop()
        return name in _LEFT_OUT or (name == "annotation" and attributes.get("type") == "Word.Deletion")

    def _look(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "vanish":
            self._is_hidden = value not in _NO
        elif name == "rStyle" and value in self._numbering.hidden_styles:
            self._is_hidden = True

    def _enter(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "tc":
            self._cells += 1
        elif name == "txbxContent":
            # A text box stands inside a line of the letter; its words begin a line of their own.
            self._write("\n", always=True)
        elif name == "Choice":
            self._choices.append(self._length)
        elif name == "hyperlink":
            self._link = (self._links.get(attributes.get("relation", ""), ""), len(self._pieces))
        elif name == "comment" or attributes.get("type") == "Word.Comment":
            self._write(f"Comment by {attributes.get('author', '').strip() or 'somebody'}: ", always=True)

    def _take_list(self, name: str, attributes: Mapping[str, str], parent: str) -> None:
        if name == "p":
            self._list, self._is_hidden = ("", None, ""), False
        elif parent in {"numPr", "pPr"}:
            list_id, level, style = self._list
            value = attributes.get("val", "")
            if name == "numId":
                list_id = value
            elif name == "ilvl":
                level = int(value) if value in set("012345678") else 0
            else:
                style = value
            self._list = (list_id, level, style)

    def _close_link(self, address: str, start: int) -> None:
        self._link = None
        words = "".join(self._pieces[start:])
        plain = address.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/")
        if plain and plain not in words:
            self._write(f" ({address.removeprefix('mailto:')})")


class _FormField:
    """Follow the fields of a form: boxes to tick and lists to choose from, whose answers are no text."""

    def __init__(self) -> None:
        self._default = self._chosen = ""
        self._entries: list[str] = []
        self._is_ticked: bool | None = None

    def open(self, name: str, attributes: Mapping[str, str], parent: str) -> str:
        """Return the words that an element's start stands for."""
        value = attributes.get("val", "")
        if name in {"checkBox", "ddList"}:
            self._default, self._chosen, self._entries, self._is_ticked = "", "", [], None
        elif parent == "checkbox" and name == "checked":
            return _tick(is_ticked=value not in _NO)
        elif parent == "checkBox" and name in {"checked", "default"}:
            if name == "checked" or self._is_ticked is None:
                self._is_ticked = value not in _NO
        elif parent == "ddList":
            if name == "listEntry":
                self._entries.append(value)
            elif name == "result" or (name == "default" and not self._chosen):
                self._chosen = value
        return ""

    def shut(self, name: str) -> str:
        """Return the words that an element's end stands for."""
        if name == "checkBox":
            return _tick(is_ticked=bool(self._is_ticked))
        if name == "ddList" and self._entries:
            place = int(self._chosen) if self._chosen.isascii() and self._chosen.isdigit() else 0
            return self._entries[place] + " " if place < len(self._entries) else ""
        return ""


def _tick(*, is_ticked: bool) -> str:
    return "[ticked] " if is_ticked else "[not ticked] "


def _code(value: str) -> int:
    try:
        return int(value, 16)
    except ValueError:
        return 0
