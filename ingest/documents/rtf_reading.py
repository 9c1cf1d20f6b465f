"""Follow the groups of a rich text document, gathering its words, its pictures and the files inside it."""

import html
import re
from dataclasses import replace

from ingest.documents.rtf_groups import Font, Form, Group, even, tidy, without_doubles
from ingest.documents.rtf_words import HEADS, PARTS, SAID, SIGNS, codec_of_charset, codec_of_page
from ingest.documents.symbols import sign_of
from ingest.html.text import html_to_text

_ADDRESS = re.compile(r'HYPERLINK\s+"?([^"\s]+)')
_NOT_HEX = re.compile(rb"[^0-9a-fA-F]+")
_SPOKEN = frozenset({"text", "heads", "feet", "notes", "remarks"})
_PICTURE_FONTS = frozenset({"symbol", "wingdings", "wingdings 2"})
_MOST_GROUPS = 100_000


class RtfReading:
    """Follow the groups of a rich text document, gathering the words."""

    def __init__(self, *, most_letters: int) -> None:
        self.pictures: list[bytes] = []
        self.objects: list[bytes] = []
        self.has_hidden = False
        self._left = most_letters
        self._codec = "cp1252"
        self._fonts: dict[int, Font] = {}
        self._font = -1
        self._groups = [Group()]
        self._said: dict[str, list[str]] = {part: [] for part in _SPOKEN}
        self._html: list[str] | None = None
        self._raw: list[bytes] = []
        self._bytes = bytearray()
        self._stand_ins = 0
        self._author = self._code = self._property = self._choice = ""
        self._links: list[tuple[int, str, int]] = []
        self._form = Form()

    @property
    def is_full(self) -> bool:
        """Return whether more letters were said than are kept."""
        return self._left < 0

    @property
    def is_cut(self) -> bool:
        """Return whether groups are still open."""
        return len(self._groups) > 1

    def texts(self) -> list[str]:
        """Return the words: heads, the text, notes, remarks, feet; or the page of HTML that is wrapped."""
        self._flush()
        if self._html is not None:
            return [html_to_text("".join(self._html)).text]
        texts = ["".join(self._said[part]) for part in ("heads", "text", "notes", "remarks", "feet")]
        texts = [text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for text in texts]
        texts[0], texts[4] = without_doubles(texts[0]), without_doubles(texts[4])
        return [tidy(text) for text in texts]

    def take(self, token: re.Match[bytes]) -> None:
        """Take the next token."""
        if letters := token["letters"]:
            self._say(letters)
        elif word := token["word"]:
            self._word(word, int(token["number"]) if token["number"] else None)
        elif token["hex"]:
            self._say(bytes.fromhex(token["hex"].decode()))
        elif brace := token["brace"]:
            self._open_or_close(brace)
        elif sign := token["sign"]:
            if sign == b"*":
                self._set_part("none")
            else:
                self._write(SIGNS.get(sign, ""))

    def _open_or_close(self, brace: bytes) -> None:
        self._flush()
        self._stand_ins = 0
        if brace == b"{":
            if len(self._groups) < _MOST_GROUPS:
                self._groups.append(replace(self._groups[-1]))
        elif len(self._groups) > 1:
            closed = self._groups.pop()
            if closed.part != self._groups[-1].part:
                self._end_part(closed.part)
            self._end_links()

    def _set_part(self, part: str) -> None:
        group = self._groups[-1]
        if group.part == "never":
            return
        self._flush()
        group.part = part
        if part in {"picture", "object"}:
            self._raw = []
        elif part in {"heads", "feet", "notes"}:
            self._said[part].append("\n")
        elif part == "remarks":
            self._said[part].append(f"\nComment by {self._author.strip() or 'somebody'}: ")
        elif part == "code":
            self._code, self._form = "", Form()
        elif part == "author":
            self._author = ""

    def _end_part(self, part: str) -> None:
        if part in {"picture", "object"}:
            data = bytes.fromhex(even(_NOT_HEX.sub(b"", b"".join(self._raw))).decode())
            (self.pictures if part == "picture" else self.objects).append(data)
            self._raw = []
        elif part == "code":
            self._write(self._form.answer)
            found = _ADDRESS.search(self._code)
            address = found[1].removeprefix("mailto:") if found else ""
            if address:
                self._links.append((len(self._groups), address, len(self._said["text"])))
        elif part == "choice":
            self._form.choices.append(self._choice.strip())
            self._choice = ""

    def _end_links(self) -> None:
        """Say where a link leads, after its words, if they do not say it themselves."""
        while self._links and self._links[-1][0] > len(self._groups):
            _, address, start = self._links.pop()
            if address not in "".join(self._said["text"][start:]):
                self._write(f" ({address})")

    def _word(self, word: bytes, number: int | None) -> None:
        if self._stand_ins and word != b"u":
            self._stand_ins -= 1
            if word in SAID:
                return
        group = self._groups[-1]
        if word in PARTS:
            self._set_part(PARTS[word])
        elif word == b"par":
            self._write(" " if group.is_in_table and self._html is None else "\n")
        elif word in SAID:
            self._write(SAID[word])
        elif word == b"u" and number is not None:
            self._write(chr(number % 0x10000))
            self._stand_ins = group.stand_ins
        elif word == b"uc":
            group.stand_ins = max(0, number or 0)
        else:
            self._property_word(group, word, number)

    def _property_word(self, group: Group, word: bytes, number: int | None) -> None:
        is_on = number != 0
        if word in {b"f", b"deff"}:
            self._flush()
            self._font = number or 0
            group.font = self._font if group.part != "fonts" else group.font
        elif word == b"plain":
            group.is_hidden = group.is_deleted = False
        elif word in {b"v", b"deleted", b"htmlrtf"}:
            self._flush()
            name = {b"v": "is_hidden", b"deleted": "is_deleted", b"htmlrtf": "is_not_html"}[word]
            setattr(group, name, is_on)
        elif word in {b"intbl", b"pard"}:
            group.is_in_table = word == b"intbl"
        elif word in {b"fcharset", b"cpg"} and number is not None and group.part == "fonts":
            font = self._fonts.setdefault(self._font, Font())
            font.codec = codec_of_charset(number) if word == b"fcharset" else codec_of_page(number)
        elif word in HEADS:
            self._codec = HEADS[word]
        elif word == b"ansicpg" and number:
            self._codec = codec_of_page(number)
        elif word == b"fromhtml" and self._html is None:
            self._html = []
        elif word in {b"fftype", b"ffres", b"ffdefres"}:
            name = {b"fftype": "kind", b"ffres": "chosen", b"ffdefres": "default"}[word]
            setattr(self._form, name, max(0, number or 0))

    def _say(self, letters: bytes) -> None:
        """Take letters, less those that only stand in for what a sign of Unicode before them said."""
        if self._groups[-1].part in {"picture", "object"}:
            self._raw.append(letters)
            return
        said, self._stand_ins = letters[self._stand_ins :], max(0, self._stand_ins - len(letters))
        self._bytes += said

    def _flush(self) -> None:
        """Read the letters taken so far, in the code page of their font: two bytes may be one letter."""
        if not self._bytes:
            return
        raw, self._bytes = bytes(self._bytes), bytearray()
        font = self._fonts.get(self._groups[-1].font)
        if font and font.name.lower() in _PICTURE_FONTS:
            self._write("".join(sign_of(font.name, letter) or chr(letter) for letter in raw))
        else:
            self._write(raw.decode((font.codec if font else None) or self._codec, "replace"))

    def _write(self, text: str) -> None:
        self._flush()
        group = self._groups[-1]
        if not text:
            return
        if group.part == "html" or (self._html is not None and group.part == "text" and not group.is_not_html):
            if self._html is not None:
                self._html.append(text if group.part == "html" else html.escape(text, quote=False))
        elif group.part in _SPOKEN:
            if group.is_hidden or group.is_deleted:
                self.has_hidden = self.has_hidden or (group.is_hidden and any(map(str.isalnum, text)))
                return
            self._said[group.part].append(text)
        else:
            self._keep(group.part, text)
        self._left -= len(text)

    def _keep(self, part: str, text: str) -> None:
        """Keep what is not said but told: names of fonts and writers, the code of a field, choices of a form."""
        if part == "fonts":
            font = self._fonts.setdefault(self._font, Font())
            font.name = (font.name + text).split(";")[0].strip()[:50]
        elif part == "author":
            self._author += text
        elif part == "code":
            self._code += text[:2000]
        elif part == "choice":
            self._choice += text
        elif part.startswith("name"):
            self._property = text.strip()
        elif part.startswith("value") and self._property == "gtextUNICODE":
            # Words drawn as art: "DRAFT" across a page.
            self._said["text"].append(f"\n{text}\n")
