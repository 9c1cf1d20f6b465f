"""Turn bytes into words: the charset a mail names is a hint, never an order, and no byte is lost in silence."""

import codecs
import re

from ingest.documents.sniff_text import codec_of_wide
from ingest.message import Problem, ProblemCode

# What senders write -> the codec that reads it. A closed list: Python also has codecs that are no charsets at all
# ("hex", "zlib", "unicode_escape") or that take quadratic time ("idna"), and a mail may name any of them.
# The widening of names (Latin-1 read as windows-1252, gb2312 as gb18030) is what every browser does.
# Source: WHATWG Encoding Standard, section 4.2, https://encoding.spec.whatwg.org/#names-and-labels
_CODECS = {
    "cp1252": "ascii usascii ansix341968 iso88591 iso885915x latin1 l1 cp1252 windows1252 xcp1252 ansi ibm819 cp819",
    "utf-8": "utf8 unicode11utf8 utf8mb4 utf8mb3 xunicode20utf8 unicode cp65001 65001 utf",
    "utf-7": "utf7 unicode11utf7 xunicode20utf7",
    "utf-16": "utf16 utf16le ucs2 iso10646ucs2 unicodelittle csunicode",
    "utf-16-be": "utf16be unicodefffe unicodebig",
    "utf-32": "utf32 utf32le ucs4",
    "iso8859-2": "iso88592 latin2 l2",
    "iso8859-3": "iso88593 latin3",
    "iso8859-4": "iso88594 latin4",
    "iso8859-5": "iso88595 cyrillic",
    "iso8859-6": "iso88596 iso88596e iso88596i arabic asmo708",
    "iso8859-7": "iso88597 greek elot928",
    "iso8859-8": "iso88598 iso88598e iso88598i hebrew visual",
    "cp1254": "iso88599 latin5 cp1254 windows1254 turkish",
    "iso8859-10": "iso885910 latin6",
    "iso8859-13": "iso885913",
    "iso8859-14": "iso885914 latin8",
    "iso8859-15": "iso885915 latin9",
    "iso8859-16": "iso885916 latin10",
    "cp1250": "cp1250 windows1250 xcp1250 1250",
    "cp1251": "cp1251 windows1251 xcp1251 1251",
    "cp1253": "cp1253 windows1253",
    "cp1255": "cp1255 windows1255",
    "cp1256": "cp1256 windows1256",
    "cp1257": "cp1257 windows1257",
    "cp1258": "cp1258 windows1258",
    "cp874": "cp874 windows874 tis620 iso885911",
    "cp437": "cp437 ibm437",
    "cp850": "cp850 ibm850",
    "cp852": "cp852 ibm852",
    "cp866": "cp866 ibm866",
    "koi8-r": "koi8r koi8 koi cskoi8r",
    "koi8-u": "koi8u koi8ru",
    "mac-roman": "macintosh xmacroman macroman mac",
    "mac-cyrillic": "xmaccyrillic",
    "gb18030": "gb18030 gb2312 gbk cp936 windows936 gb chinese xgbk csgb2312 euccn gb231280 isoir58",
    "hz": "hzgb2312 hz",
    "big5hkscs": "big5 big5hkscs cnbig5 xxbig5 cp950 windows950",
    "euc_jp": "eucjp xeucjp",
    "cp932": "shiftjis sjis xsjis mskanji cp932 windows31j",
    "iso2022_jp_2": "iso2022jp iso2022jp2 iso2022jp1 csiso2022jp",
    "cp949": "euckr ksc56011987 ksc5601 korean cp949 windows949 uhc",
    "iso2022_kr": "iso2022kr",
}
_CODEC_OF = {label: codec for codec, labels in _CODECS.items() for label in labels.split()}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Names that say nothing: gateways write them when they do not know either.
_NO_NAMES = frozenset({"", "unknown8bit", "unknown", "xunknown", "default", "none", "8bit", "7bit", "binary", "null"})
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([\w:.-]{2,40})", re.IGNORECASE)
_NOT_NAME = re.compile(r"[^a-z0-9]")
# Control characters, lone surrogates, signs that only join, split or turn letters round: no reader sees them, words are
# not found through them, and neither a database nor a Word file can hold them all.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BEYOND_ASCII = bytes(range(128, 256))
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_JUDGED_BYTES, _LEAST_LETTERS = 200_000, 3
_WIDE = ("utf-16", "utf-32")
_SAMPLE_BYTES = 4_096
# What switches to Japanese letters and back: nobody writes an escape sign by hand.
_JAPANESE = re.compile(rb"\x1b\$[@B][!-~]{2}.{0,4000}?\x1b\([BJ]", re.DOTALL)
# More lost letters than this may hide words.
_FEW = 20
_LINE_ENDS = re.compile("\r\n|\r|\x0b|\x0c|\u2028|\u2029")


def decode_text(data: bytes, charset: str | None) -> tuple[str, Problem | None]:
    r"""Return the words in ``data`` and, if they had to be guessed, the problem that says so.

    Line ends become ``\n``; control characters go. Never raises, whatever the charset is called.

    >>> decode_text("£50 for Zoë".encode("cp1252"), "iso-8859-1")
    ('£50 for Zoë', None)
    >>> decode_text("£50 for Zoë".encode(), "us-ascii")
    ('£50 for Zoë', None)
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return clean_text(data[len(mark) :].decode(codec, "replace")), None
    name = _NOT_NAME.sub("", (charset or "").lower())
    declared = _undeceived(data, _CODEC_OF.get(name))
    if declared in (None, "cp1252") and data.isascii():
        return clean_text(data.decode("ascii")), None
    for codec in _trusted(declared):
        try:
            return clean_text(data.decode(codec)), None
        except (UnicodeError, ValueError):
            if codec == "utf-8" and declared == "cp1252" and _is_nearly_utf8(data):
                declared = "utf-8"
                break
    text, problem = _read_what_can_be_read(data, name, declared)
    return clean_text(text), problem


def clean_text(text: str) -> str:
    r"""Return the text with one kind of line end and without what no person can have written.

    >>> clean_text("one\r\ntwo\x00")
    'one\ntwo'
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def charset_in_html(data: bytes) -> str | None:
    """Return the charset an HTML file names in its own head, None if it names none."""
    found = _META.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _undeceived(data: bytes, declared: str | None) -> str | None:
    """Return the codec to begin with: bytes that cannot be what the mail says they are, are what they look like."""
    if declared is not None and declared.startswith(_WIDE):
        # Sixteen or thirty-two bits a letter without one nought among many: these are plain letters.
        return None if b"\0" not in data[:_SAMPLE_BYTES] and data.isascii() else declared
    if declared not in (None, "cp1252", "utf-8"):
        return declared
    if _JAPANESE.search(data[:_SAMPLE_BYTES]):
        return "iso2022_jp_2"
    return (codec_of_wide(data) if b"\0" in data[:_SAMPLE_BYTES] else None) or declared


def _trusted(declared: str | None) -> tuple[str, ...]:
    """Return the codecs that prove themselves by decoding without a fault, the best first.

    UTF-8 goes before a Western charset: bytes beyond ASCII that are valid UTF-8 are UTF-8, whatever the header says,
    while windows-1252 takes almost any bytes and so proves nothing.
    """
    if declared is None:
        return ("utf-8",)
    return ("utf-8", "cp1252") if declared == "cp1252" else (declared, "utf-8")


def _read_what_can_be_read(data: bytes, name: str, declared: str | None) -> tuple[str, Problem]:
    """Guess: the declared charset with a few letters lost (a mail cut in the middle of one), else Western European."""
    if declared in (None, "utf-8", "cp1252") and (joined := _join_halves(data)) is not None:
        return joined, _problem("Some letters were written in two halves; they were put together.", unread=False)
    text = data.decode(declared or "utf-8", "replace")
    lost = text.count("\ufffd")
    kept = len(data) - len(data.translate(None, _BEYOND_ASCII)) - lost
    if declared != "cp1252" and kept > lost:
        return text, _problem("Some letters could not be read; they are shown as \ufffd.", unread=lost > _FEW)
    if name in _NO_NAMES:
        words = "The mail does not say how its letters are written; they were read as Western European."
    elif declared is None:
        words = "The mail names a character set nobody knows; its letters were read as Western European."
    else:
        words = "The letters are not written as the mail says; they were read another way: check names and accents."
    return data.decode("cp1252", "replace"), _problem(words, unread=False)


def _is_nearly_utf8(data: bytes) -> bool:
    """Return whether all but a few bytes are UTF-8: words cut in the middle of a letter, or with one sign damaged."""
    whole = [len(letter) for letter in _UTF8_LETTER.findall(data[:_JUDGED_BYTES])]
    odd = len(data[:_JUDGED_BYTES]) - len(data[:_JUDGED_BYTES].translate(None, _BEYOND_ASCII)) - sum(whole)
    return len(whole) >= _LEAST_LETTERS and 5 * odd <= sum(whole)


def _join_halves(data: bytes) -> str | None:
    """Return UTF-8 in which letters beyond the first 65,536 (emoji) were written as two halves, None if it is not."""
    try:
        return data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    except UnicodeError:
        return None


def _problem(words: str, *, unread: bool) -> Problem:
    return Problem(code=ProblemCode.CHARSET, words=words, unread=unread)
