"""Gather the words of an OpenDocument file (text, sheet, slides, drawing), in reading order.

Source: OASIS OpenDocument 1.3, part 3, https://docs.oasis-open.org/office/OpenDocument/v1.3/
"""

import re
from collections.abc import Mapping

from ingest.documents.marked_lines import MARK, without_marks
from ingest.documents.symbols import without_private
from ingest.documents.xml_walker import Walker
from ingest.page_starts import Starts

_LEFT_OUT = frozenset(
    {
        "tracked-changes",
        "font-face-decls",
        "scripts",
        "sequence-decls",
        "meta",
        "settings",
        "binary-data",
        "event-listeners",
    }
    | {
        "dde-connection-decls",
        "calculation-settings",
        "content-validations",
        "desc",
        "title",
        "date-string",
        "page-number",
    }
)
_LINES = frozenset({"p", "h", "table-row", "page", "list-header"})
_PARAGRAPHS = frozenset({"p", "h"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_BREAKS = {"tab": "\t", "line-break": "\n"}
_HEADS = frozenset({"header", "header-first", "header-left", "footer", "footer-first", "footer-left"})
_MOST_REPEATED = 50
_EMPTY_NOTES = re.compile(r"\n\n?Notes:(?=\n+\0?Slide \d|\s*$)")
_CELL_ENDS = re.compile(r" +\|")
_CONTROLS = frozenset({"text", "textarea", "formatted-text", "combobox", "date", "time", "number"})


class OdfWords(Walker):
    """Walk ``content.xml``, ``styles.xml`` or a flat OpenDocument file, keeping its words.

    ``heads`` are the page heads and feet, told apart because they stand in every page. ``pictures`` are the names of
    pictures shown, ``objects`` of documents inside. ``hidden`` is set if words were left out because nobody sees them;
    ``hidden_tables`` names the sheets that are not shown.
    """

    def __init__(self) -> None:
        self.pictures: dict[str, None] = {}
        self.objects: dict[str, None] = {}
        self.hidden = False
        self.hidden_tables: list[str] = []
        self.heads: list[str] = []
        self.is_full_at = 0
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[str] = []
        self._skipping = 0
        self._hiding = 0
        self._cells = 0
        self._starts: list[int] = []
        self.hidden_styles: set[str] = set()
        self._style = ""
        self._repeats: list[tuple[int, int]] = []
        self._slides = 0
        self._paragraphs = 0
        self._fields: list[tuple[str, str]] = []

    @property
    def text(self) -> str:
        """Return the words, a line for each paragraph and table row."""
        return self.text_and_starts()[0]

    def text_and_starts(self) -> tuple[str, Starts]:
        """Return the words, and where in them slides or sheets begin."""
        return without_marks(_EMPTY_NOTES.sub("", _lines("".join(self._pieces))))

    def learn_from(self, styles: "OdfWords") -> None:
        """Know which of the document's named styles hide their words."""
        self.hidden_styles |= styles.hidden_styles

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._open.append(name)
        if self._skipping or name in _LEFT_OUT or (name == "date" and "annotation" in self._open[-2:]):
            self._skipping += 1
            return
        if self._hiding or self._is_hidden(name, attributes):
            self._hiding += 1
            return
        self._paragraphs += name in _PARAGRAPHS
        if name in _HEADS or name == "master-page":
            self._starts.append(len(self._pieces))
        elif name in _BREAKS:
            self._write(_BREAKS[name])
        elif name == "s":
            self._write(" ")
        elif name in _CELLS:
            self._cells += 1
            self._repeats.append((len(self._pieces), _whole(attributes.get("number-columns-repeated", "1"))))
        elif name in {"image", "object", "object-ole", "plugin"}:
            self._take_link(name, attributes.get("href", ""))
        elif name in {"style", "text-properties", "table-properties"}:
            self._learn(name, attributes)
        else:
            self._announce(name, attributes)

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        if self._open:
            self._open.pop()
        if self._skipping:
            self._skipping -= 1
            return
        if self._hiding:
            self._hiding -= 1
            return
        self._paragraphs -= name in _PARAGRAPHS
        if name in _CELLS:
            self._shut_cell()
        elif name in _HEADS or name == "master-page":
            self._shut_head(name)
        elif name in _LINES:
            self._write(" " if self._cells and name != "table-row" else "\n")
        elif name in {"note", "annotation"}:
            self._cells -= 1
            self._write(") " if name == "note" else "] ")
        elif name in {"note-citation", "creator"}:
            self._write(": ")
        elif name == "fieldmark":
            self._write(_chosen(self._fields))

    def words(self, text: str) -> None:
        """Take text."""
        if self._skipping or not self._open:
            return
        if self._hiding:
            self.hidden = self.hidden or any(map(str.isalnum, text))
        elif self._paragraphs or self._open[-1] == "creator":
            self._write(text.replace("\n", " "))

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        self.is_done = bool(self.is_full_at) and self._length > self.is_full_at

    def _shut_cell(self) -> None:
        self._cells -= 1
        start, times = self._repeats.pop() if self._repeats else (len(self._pieces), 1)
        said = "".join(self._pieces[start:])
        self._write(" | ")
        if said.strip() and 1 < times <= _MOST_REPEATED:
            self._write(f"{said} | " * (times - 1))

    def _shut_head(self, name: str) -> None:
        """Put a page's head aside; what else a master page holds ("Click to add a title") nobody wrote."""
        start = self._starts.pop() if self._starts else len(self._pieces)
        head = _lines("".join(self._pieces[start:]))
        del self._pieces[start:]
        if head and name != "master-page" and head not in self.heads:
            self.heads.append(head)

    def _is_hidden(self, name: str, attributes: Mapping[str, str]) -> bool:
        if name in {"hidden-text", "hidden-paragraph"} or attributes.get("display") in {"none", "condition"}:
            return name in {"hidden-text", "section", "p", "span"} or attributes.get("is-hidden") == "true"
        style = attributes.get("style-name", "")
        return name in {"p", "h", "span"} and style in self.hidden_styles

    def _learn(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._style = attributes.get("name", "")
        elif attributes.get("display") == "none" or attributes.get("display") == "false":
            self.hidden_styles.add(self._style)

    def _announce(self, name: str, attributes: Mapping[str, str]) -> None:
        """Write what an element says by being there."""
        if name == "table" and "spreadsheet" in self._open[-3:]:
            title = attributes.get("name", "")
            is_hidden = attributes.get("style-name", "") in self.hidden_styles
            if is_hidden:
                self.hidden_tables.append(title)
            self._write(f"\n{MARK}Sheet {title}{' (hidden)' if is_hidden else ''}:\n")
        elif name == "page" and "presentation" in self._open[-2:]:
            self._slides += 1
            self._write(f"\n\n{MARK}Slide {self._slides}:\n")
        elif name == "notes":
            self._write("\nNotes:\n")
        elif name in {"note", "annotation"}:
            self._cells += 1
            self._write(" (note " if name == "note" else " [Comment ")
        elif name == "creator":
            self._write("by ")
        elif name == "fieldmark":
            self._fields = []
        elif name == "param":
            self._fields.append((attributes.get("name", ""), attributes.get("value", "")))
        elif "forms" in self._open[-4:-1] or "form" in self._open[-3:-1]:
            self._write(_control(name, attributes))

    def _take_link(self, name: str, link: str) -> None:
        link = link.removeprefix("./")
        if link and not link.startswith(("http:", "https:", "#", "..")):
            (self.pictures if name == "image" else self.objects).setdefault(link)


def _chosen(fields: list[tuple[str, str]]) -> str:
    """Return the answer in a field of a form made by Word: whether a box is ticked, or what was chosen of a list."""
    said = dict(fields)
    if "Checkbox_Checked" in said:
        return "[ticked] " if said["Checkbox_Checked"] == "true" else "[not ticked] "
    entries = [value for name, value in fields if name == "Dropdown_ListEntry"]
    place = _whole(said.get("Dropdown_Selected", ""))
    return entries[place] if "Dropdown_Selected" in said and place < len(entries) else ""


def _control(name: str, attributes: Mapping[str, str]) -> str:
    """Return what a form's field shows: its value, or its label and whether it is ticked."""
    if name in _CONTROLS:
        value = attributes.get("current-value") or attributes.get("value", "")
        return f"{value}\n" if value else ""
    if name in {"checkbox", "radio"}:
        state = attributes.get("current-state") or attributes.get("state") or attributes.get("current-selected", "")
        ticked = "[ticked]" if state in {"checked", "true"} else "[not ticked]"
        return f"{ticked} {attributes.get('label', '')}\n"
    if name == "option" and attributes.get("current-selected", attributes.get("selected")) == "true":
        return f"{attributes.get('label', '')}\n"
    return f"{attributes.get('label', '')}\n" if name in {"fixed-text", "button"} else ""


def _lines(text: str) -> str:
    lines: list[str] = []
    for line in without_private(text).split("\n"):
        kept = _CELL_ENDS.sub(" |", line).strip("| \t")
        if kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines).strip()


def _whole(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 8 else 1
