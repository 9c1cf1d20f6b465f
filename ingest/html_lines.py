"""Put words into lines the way a page shows them: spaces fall together, blocks break lines, cells share one."""

import re

_SPACES = re.compile(r"[ \t\n\r\f]+")


class TextLines:
    """Collect words; what stands between them is decided only when the next word comes."""

    def __init__(self) -> None:
        self.length = 0
        self._out: list[str] = []
        self._newlines = 0
        self._gap = ""
        # True at the start of a cell or list item: its first paragraph stays on the line of what stands before it.
        self._holds_line = False

    @property
    def text(self) -> str:
        """Return what was collected."""
        return "".join(self._out)

    def write(self, words: str) -> None:
        """Add words exactly as they are."""
        if not words:
            return
        if self._newlines and self.length:
            words = "\n" * self._newlines + words
        elif self._gap and self.length:
            words = self._gap + words
        self._newlines, self._gap, self._holds_line = 0, "", False
        self._out.append(words)
        self.length += len(words)

    def write_collapsed(self, text: str) -> None:
        """Add words with every run of white space shown as one space."""
        words = _SPACES.sub(" ", text)
        if "\xa0" in words:
            words = words.replace("\xa0", " ")
            if not words.strip() and self._newlines:
                # An empty line is a paragraph with one unbreakable space in it.
                self._newlines = 2
        if words[:1] == " " and not self._newlines:
            self._gap = self._gap or " "
        self.write(words.strip(" "))
        if words[-1:] == " " and words.strip(" "):
            self._gap = " "

    def break_block(self, lines: int) -> None:
        """Begin a new line (1) or leave one blank (2) at a block's edge; neighbouring edges fall together."""
        if lines and not self._holds_line:
            self._newlines = max(self._newlines, lines)
            self._gap = ""

    def break_line(self) -> None:
        """Begin a new line where the writer pressed the key for it."""
        self._newlines = min(self._newlines + 1, 2)
        self._gap, self._holds_line = "", False

    def close_row(self) -> None:
        """End what cells share."""
        self._holds_line = False

    def close_cell(self) -> None:
        """Forget the space below a cell's last paragraph: it is not the row's."""
        self._newlines = min(self._newlines, 1)

    def next_cell(self) -> None:
        """Put a form's answer on the line of its label, however many paragraphs Word wrapped round each."""
        if self.length:
            self._newlines, self._gap, self._holds_line = 0, "\t", True

    def write_point(self, sign: str) -> None:
        """Begin a point of a list with its dash or number."""
        self.write(sign)
        self._gap, self._holds_line = " ", True
