"""Read a rich text document: its words, without what the format says about fonts, styles and pictures."""

import re

from ingest.charset import clean_text
from ingest.documents.document import DocumentText, Source
from ingest.documents.plain_text import as_text
from ingest.message import ProblemCode

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<letters>[^\\{}\r\n]+)"
)
_SIGNS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\r": "\n", b"\n": "\n"}
_WORDS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": " | ",
    b"emdash": "\u2014", b"endash": "\u2013", b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c",
    b"rdblquote": "\u201d", b"bullet": "\u2022",
}  # fmt: skip
# Groups that hold no words of the letter. A group that begins with \* is one for programs that know it.
_NOT_WORDS = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata", b"listtable", b"fldinst",
     b"listoverridetable", b"filetbl", b"revtbl", b"rsidtbl", b"generator", b"datastore", b"latentstyles", b"xmlnstbl",
     b"bin", b"shprslt"}
)  # fmt: skip
# Words of the letter inside such groups: text boxes and remarks in the margin.
_WORDS_INSIDE = frozenset({b"shptxt", b"annotation"})
_EMPTY_CELLS = re.compile(r"(\s*\|)+[ \t]*$", re.MULTILINE)


def read_rtf(source: Source) -> DocumentText:
    """Return a rich text document's words."""
    reading = _RtfReading()
    for token in _TOKEN.finditer(source.data):
        reading.take(token)
    text = clean_text(_EMPTY_CELLS.sub("", reading.text))
    problems = []
    if reading.has_picture:
        words = "The rich text document holds pictures or files, which were not read: a person must open it."
        problems.append(source.problem(ProblemCode.NO_READER, words))
    return as_text(source, text, tuple(problems))


class _RtfReading:
    """Follow the groups of a rich text document, gathering the words."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.has_picture = False
        self._charset = "cp1252"
        # (left out, letters that stand in for the next \u) of each open group.
        self._groups: list[tuple[bool, int]] = [(False, 1)]
        self._stand_ins = 0

    @property
    def text(self) -> str:
        """Return the words, letters beyond the first 65,536 (written as two halves) put together."""
        return "".join(self.pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def take(self, token: re.Match[bytes]) -> None:
        if brace := token["brace"]:
            self._open_or_close(brace)
        elif word := token["word"]:
            self._word(word, token["number"])
        elif token["hex"]:
            self._say(bytes.fromhex(token["hex"].decode()))
        elif sign := token["sign"]:
            if sign == b"*":
                self._leave_out()
            elif not self._groups[-1][0]:
                self.pieces.append(_SIGNS.get(sign, ""))
        elif token["letters"]:
            self._say(token["letters"])

    def _open_or_close(self, brace: bytes) -> None:
        self._stand_ins = 0
        if brace == b"{":
            self._groups.append(self._groups[-1])
        elif len(self._groups) > 1:
            self._groups.pop()

    def _word(self, word: bytes, number: bytes | None) -> None:
        is_out, stand_ins = self._groups[-1]
        if word in {b"pict", b"object"}:
            self.has_picture = True
        if word in _NOT_WORDS:
            self._leave_out()
        elif word in _WORDS_INSIDE:
            self._groups[-1] = (False, stand_ins)
        elif word == b"ansicpg" and number:
            self._charset = _codec(number)
        elif word == b"uc" and number:
            self._groups[-1] = (is_out, max(0, int(number)))
        elif word == b"u" and number and not is_out:
            self.pieces.append(chr(int(number) % 0x10000))
            self._stand_ins = stand_ins
        elif not is_out:
            self.pieces.append(_WORDS.get(word, ""))

    def _leave_out(self) -> None:
        self._groups[-1] = (True, self._groups[-1][1])

    def _say(self, letters: bytes) -> None:
        said, self._stand_ins = letters[self._stand_ins :], max(0, self._stand_ins - len(letters))
        if not self._groups[-1][0]:
            self.pieces.append(said.decode(self._charset, "replace"))


def _codec(number: bytes) -> str:
    name = f"cp{int(number)}"
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
