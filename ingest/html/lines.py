"""Put words into lines the way a page shows them: spaces fall together, blocks break lines, cells share one."""

import re

_SPACES = re.compile(r"[ \t\n\r\f]+")
# Newsletters fill the preview line with signs nobody sees; one of them alone joins letters of Persian, or of a picture.
_FILLING = "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200c\u200d\u200e\u200f\u2061\u2062\u2063\u2064\u3164"
_FILLED = re.compile(f"(?:[{_FILLING}][ \xa0]?){{3,}}")


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
        words = _SPACES.sub(" ", text if text.isascii() else _FILLED.sub(" ", text))
        if "\xa0" in words:
            words = words.replace("\xa0", " ")
            if not words.strip() and self._newlines:
                # An empty line is a paragraph with one unbreakable space in it.
                self._newlines = 2
        if words in _FILLING:
            # The parser gives each entity by itself; whether this one joins letters shows when the next word comes.
            self._gap = self._gap or words
            return
        if words[:1] == " " and not self._newlines:
            self._gap = " " if self._gap in _FILLING else self._gap
        self.write(words.strip(" "))
        if words[-1:] == " " and words.strip(" "):
            self._gap = " "

    def write_typed(self, text: str) -> None:
        """Add words line by line as they were typed, spaces and empty lines kept."""
        if text.strip() or "\n" not in text:
            self.write(text)
            return
        # Only the ends of lines: between two elements they are no words yet.
        for _ in range(min(text.count("\n"), 2)):
            self.break_line()

    def write_lines(self, text: str) -> None:
        """Add words with their line ends kept and their spaces shown as one."""
        first, *others = text.split("\n")
        self.write_collapsed(first)
        for line in others:
            self.break_line()
            self.write_collapsed(line)

    def words_since(self, place: int) -> str:
        """Return what was written from a ``place`` on, which was ``length`` then."""
        pieces: list[str] = []
        wanted = self.length - place
        for piece in reversed(self._out) if wanted > 0 else ():
            pieces.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        return "".join(reversed(pieces)).strip()

    def add_note(self, note: str) -> None:
        """Put a note in brackets right behind the last word, before any line end that is due."""
        words = f" ({note})"
        self._out.append(words)
        self.length += len(words)

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
