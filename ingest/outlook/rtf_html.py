"""Take the HTML (or plain text) out of the rich text Outlook wraps it in, as it was before Outlook wrapped it.

Source: MS-OXRTFEX, sections 2.1.3 (recognising wrapped text) and 2.1.3.1.3 (what htmltag keeps).
"""

import codecs
import re

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<letters>[^\\{}\r\n]+)"
)
_MARK = re.compile(rb"\\from(html1|text)\b")
_MARK_WITHIN = 1_000
_SIGNS = {b"~": "&nbsp;", b"_": "&shy;", b"\\": "\\", b"{": "{", b"}": "}"}
_WORDS = {b"par": "\r\n", b"line": "\r\n", b"tab": "\t", b"lquote": "&lsquo;", b"rquote": "&rsquo;",
          b"ldblquote": "&ldquo;", b"rdblquote": "&rdquo;", b"bullet": "&bull;", b"endash": "&ndash;",
          b"emdash": "&mdash;"}  # fmt: skip
_PLAIN_SIGNS = {b"~": "\u00a0", b"_": "", b"\\": "\\", b"{": "{", b"}": "}"}
_PLAIN_WORDS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"lquote": "\u2018", b"rquote": "\u2019",
                b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022", b"endash": "\u2013",
                b"emdash": "\u2014"}  # fmt: skip
# Groups that say how the words look and hold none of them.
_NOT_WORDS = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"generator"})
_CHARSETS = {77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253",
             162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
             238: "cp1250"}  # fmt: skip


def unwrap_rtf(data: bytes) -> tuple[str, str]:
    """Return ("html" or "plain", the text) that the rich text wraps; ("", "") if it is rich text of its own."""
    mark = _MARK.search(data[:_MARK_WITHIN])
    if mark is None:
        return "", ""
    kind = "html" if mark[1] == b"html1" else "plain"
    reading = _Unwrapping(is_html=kind == "html")
    for token in _TOKEN.finditer(data):
        reading.take(token)
    return kind, reading.text()


class _Group:
    """Hold what one open group says about its words."""

    __slots__ = ("charset", "is_out", "is_wrapping", "stand_ins")

    def __init__(self, outer: "_Group | None") -> None:
        self.is_out: bool = outer.is_out if outer else False
        self.is_wrapping: bool = outer.is_wrapping if outer else False
        self.stand_ins: int = outer.stand_ins if outer else 1
        self.charset: str = outer.charset if outer else ""


class _Unwrapping:
    """Follow the groups of wrapped text: keep what htmltag says and the words between, drop Outlook's own rendering."""

    def __init__(self, *, is_html: bool) -> None:
        self._signs, self._words = (_SIGNS, _WORDS) if is_html else (_PLAIN_SIGNS, _PLAIN_WORDS)
        self._pieces: list[str] = []
        self._pending, self._pending_charset = bytearray(), ""
        self._groups = [_Group(None)]
        self._is_star = False
        self._to_skip = 0
        self._charset = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = -1

    def text(self) -> str:
        """Return the text, letters beyond the first 65,536 (written as two halves) put together."""
        self._flush()
        return "".join(self._pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def take(self, token: re.Match[bytes]) -> None:
        """Take the next token."""
        if brace := token["brace"]:
            self._open_or_close(brace)
        elif word := token["word"]:
            self._take_word(word, token["number"])
        elif token["hex"]:
            self._say(bytes.fromhex(token["hex"].decode()))
        elif sign := token["sign"]:
            if sign == b"*":
                self._is_star = True
            elif sign in (b"\r", b"\n"):
                self._write("\r\n")
            else:
                self._write(self._signs.get(sign, ""))
        elif token["letters"]:
            self._say(token["letters"])

    def _open_or_close(self, brace: bytes) -> None:
        self._to_skip, self._is_star = 0, False
        if brace == b"{":
            self._groups.append(_Group(self._groups[-1]))
        elif len(self._groups) > 1:
            self._groups.pop()

    def _take_word(self, word: bytes, number: bytes | None) -> None:
        group, value = self._groups[-1], int(number or 0)
        is_star, self._is_star = self._is_star, False
        if word == b"htmlrtf":
            group.is_wrapping = number != b"0"
        elif (is_star and word != b"htmltag") or word in _NOT_WORDS:
            group.is_out = True
            if word == b"fonttbl":
                self._font = -1
        elif word == b"u" and number:
            self._write(chr(value % 0x10000))
            self._to_skip = group.stand_ins
        elif word in self._words:
            self._write(self._words[word])
        else:
            self._take_setting(word, value, group)

    def _take_setting(self, word: bytes, value: int, group: _Group) -> None:
        if word == b"ansicpg":
            self._charset = _codec(f"cp{value}")
        elif word == b"f":
            self._font = value
            group.charset = self._fonts.get(value, "")
        elif word == b"fcharset" and self._font >= 0:
            self._fonts[self._font] = _CHARSETS.get(value, "")
        elif word == b"uc":
            group.stand_ins = max(0, value)

    def _say(self, letters: bytes) -> None:
        skipped = min(self._to_skip, len(letters))
        self._to_skip -= skipped
        group = self._groups[-1]
        if group.is_out or group.is_wrapping or skipped == len(letters):
            return
        charset = group.charset or self._charset
        if charset != self._pending_charset:
            self._flush()
            self._pending_charset = charset
        # Bytes are gathered before they are read: a letter of a Japanese charset is two of them.
        self._pending += letters[skipped:]

    def _write(self, text: str) -> None:
        group = self._groups[-1]
        if text and not group.is_out and not group.is_wrapping:
            self._flush()
            self._pieces.append(text)

    def _flush(self) -> None:
        if self._pending:
            self._pieces.append(bytes(self._pending).decode(self._pending_charset or "cp1252", "replace"))
            self._pending.clear()


def _codec(name: str) -> str:
    try:
        # Not b"".decode(name): of nothing Python takes any name.
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name if name.startswith("cp") and name[2:].isdigit() else "cp1252"
