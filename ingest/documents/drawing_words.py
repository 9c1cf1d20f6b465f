"""Gather the words of a drawing, a slide, a chart or a SmartArt: text in shapes, in reading order.

Source: ECMA-376 Part 1, 21.1.2 (text), 21.2 (charts), 21.4 (diagrams).
"""

from collections.abc import Mapping

from ingest.documents.xml_walker import Walker

_TEXTS = frozenset({"t", "v", "text", "Text"})
# What a program writes into a slide for itself: page numbers, and what an old reader would show.
_LEFT_OUT = frozenset({"Fallback", "presLayoutVars", "extLst"})
_ENDS = {"p": "\n", "tc": " | ", "tr": "\n", "pt": "\n", "cm": "\n", "Text": "\n"}


class DrawingWords(Walker):
    """Walk the XML of a drawing, keeping its words, a line for each paragraph and table row.

    ``is_chart`` keeps numbers too. ``authors`` maps the ids of comments' writers to their names.
    """

    def __init__(self, *, is_chart: bool = False, authors: Mapping[str, str] | None = None) -> None:
        self._is_chart, self._authors = is_chart, authors or {}
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._skipping = 0
        self._cells = 0
        self.is_hidden = False

    @property
    def text(self) -> str:
        """Return the words."""
        lines = (" ".join(line.split()).removesuffix("|").rstrip() for line in "".join(self._pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._open.append(name)
        is_number = name == "fld" and attributes.get("type", "") == "slidenum"
        if self._skipping or is_number or name in _LEFT_OUT:
            self._skipping += 1
        elif name == "br":
            self._pieces.append("\n")
        elif name == "tc":
            self._cells += 1
        elif name == "sld" and attributes.get("show") in {"0", "false"}:
            self.is_hidden = True
        elif name == "cm":
            writer = self._authors.get(attributes.get("authorId", ""), "").strip()
            self._pieces.append(f"Comment by {writer or 'somebody'}: ")

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        if self._open:
            self._open.pop()
        if self._skipping:
            self._skipping -= 1
            return
        self._cells -= name == "tc"
        end = _ENDS.get(name, "")
        self._pieces.append(" " if self._cells and end == "\n" else end)

    def words(self, text: str) -> None:
        """Take text: words only where the format puts words."""
        if self._skipping or not self._open or self._open[-1] not in _TEXTS:
            return
        if self._open[-1] != "v" or self._is_chart:
            self._pieces.append(text)


class Relations(Walker):
    """Read a ``.rels`` file: which id stands for which part or address."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.outside: dict[str, str] = {}

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one relationship."""
        key, target = attributes.get("Id", ""), attributes.get("Target", "")
        if name != "Relationship" or not key:
            return
        if attributes.get("TargetMode", "").lower() == "external":
            self.outside[key] = target
            return
        self.targets[key] = path_of(self._folder, target)
        self.kinds[key] = attributes.get("Type", "").rpartition("/")[2]


def path_of(folder: str, target: str) -> str:
    """Return where a part named from within a folder lies.

    >>> path_of("ppt/slides", "../media/image1.png"), path_of("ppt", "/word/document.xml")
    ('ppt/media/image1.png', 'word/document.xml')
    """
    steps = [] if target.startswith("/") else folder.split("/")
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(step for step in steps if step)
