"""Guess the charset of a text file, which carries none: by which guess gives words and not signs.

A mail names its charset; a file from an old telephone, a Polish court or a Russian school does not.
"""

import codecs
import re
import unicodedata

from ingest.documents.sniff_text import codec_of_wide

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of equal guesses the first is taken: a British mailbox gets more windows-1252 than anything else.
_ONE_BYTE = (
    "cp1252", "cp1251", "koi8-r", "cp1253", "cp1256", "cp1255", "cp1250", "cp1254", "cp1257", "cp866", "cp850",
    "mac-roman", "iso8859-5", "cp874", "iso8859-2",
)  # fmt: skip
_TWO_BYTES = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
_SAMPLE_BYTES = 8_192
_JUDGED_BYTES = 400_000
_CONTINUES = bytes(range(0x80, 0xC0))
_HIGH = re.compile(rb"[\x80-\xff]")
_PAIRS = re.compile(rb"[\x80-\xff]{2,}")
_HEBREW = re.compile(rb"[\x00-\x7f\xe0-\xfa]*")
_FEW = 12
_ESCAPED = re.compile(rb"\x1b\$[@B]|\x1b\(J")
# Letters and signs of the languages that Britain's families write: they prove more than others.
_EVERYDAY = frozenset("£€’‘“”–—•…éèêàçñöüäóíáúąćęłńśźżșțăâîğışėųūįžëïôûùøåæõãðß¿¡½§«»©®")  # noqa: RUF001 - signs as they are written
_BLOCKS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "THAI")


def charset_of(data: bytes) -> str | None:
    """Return a codec that reads the bytes as words, None if UTF-8 or plain English does.

    >>> charset_of("£40 for Zoë".encode("cp1252")), charset_of("Здравствуйте, это жалоба".encode("koi8-r"))
    ('cp1252', 'koi8-r')
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    if wide := codec_of_wide(data):
        return wide
    if data.isascii():
        return "iso2022_jp_2" if _ESCAPED.search(data[:_SAMPLE_BYTES]) else None
    if _reads_as_utf8(data):
        return None
    found = _HIGH.search(data)
    start = max(0, found.start() - 100) if found else 0
    sample = data[start : start + _SAMPLE_BYTES]
    high = sum(byte > 0x7F for byte in sample)
    # Two bytes a letter come in pairs; the umlauts of a German letter stand alone.
    codecs_tried = _ONE_BYTE + (_TWO_BYTES if sum(map(len, _PAIRS.findall(sample))) * 10 >= high * 7 else ())
    return max((_score(sample, codec, high), -place, codec) for place, codec in enumerate(codecs_tried))[2]


def _reads_as_utf8(sample: bytes) -> bool:
    # A file cut in the middle of a letter, or with one letter in twenty damaged, is still UTF-8. Counting the damage
    # of a long file takes minutes and a gigabyte, so only that of its first odd stretch is counted.
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        stretch = sample[max(0, error.start - _JUDGED_BYTES // 2) :][:_JUDGED_BYTES].lstrip(_CONTINUES)
        lost = stretch.decode("utf-8", "replace").count("\ufffd")
        return error.reason == "unexpected end of data" or lost * 20 <= len(_HIGH.findall(stretch))
    return True


def _score(sample: bytes, codec: str, high: int) -> float:
    """Return how much a guess looks like words, per byte that is no plain English."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
    points, before = 0.0, " "
    kinds: dict[str, int] = {}
    run = 0
    for letter in text:
        run = run + 1 if letter > "\x7f" and letter.isalpha() else 0
        if letter > "\x7f":
            points += _worth(letter, before, run) if codec != "gb18030" or _is_common_chinese(letter) else 0.2
            kind = _kind_of(letter)
            kinds[kind] = kinds.get(kind, 0) + 1
        before = letter
    if codec == "cp1255" and high > _FEW and _HEBREW.fullmatch(sample):
        # The same bytes are small Cyrillic letters, but nobody writes Russian without "ya", "yu" and soft signs.
        points += 0.1 * high
    # One text has one script: a guess that mixes them is wrong.
    mixed = len([count for kind, count in kinds.items() if kind and count * 20 > high])
    per_letter = 2.0 if codec in _TWO_BYTES else 1.0
    return (points * per_letter) / high - 0.3 * max(0, mixed - 1)


def _worth(letter: str, before: str, run: int) -> float:  # noqa: PLR0911 - a table of cases, in their order
    if letter == "\ufffd" or "\x80" <= letter <= "\x9f" or "\ue000" <= letter <= "\uf8ff":
        return -3.0
    kind = _kind_of(letter)
    if letter in "\u00ba\u00aa\u00b0":
        return 1.0 if before.isdigit() else -0.8
    if letter in _EVERYDAY:
        # In a language with a few accents, three of them never stand side by side.
        return 0.2 if run > 2 else 1.0
    if "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uff65":
        return 0.9
    if kind == "CJK":
        return 0.9 if "\u4e00" <= letter <= "\u9fa5" or "\u3040" <= letter <= "\u30ff" else 0.4
    if kind == "HANGUL":
        return 0.95
    if not kind:
        return 0.8 if unicodedata.category(letter) in {"Mn", "Mc"} else -0.8
    # Capitals inside a word are what a wrong Cyrillic guess gives.
    if letter.isupper():
        return 0.95 if not before.isalpha() or before.isupper() else -0.8
    if kind == "LATIN":
        return 0.4
    return 0.95 if before > "\x7f" or not before.isalpha() else 0.1


def _is_common_chinese(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _kind_of(letter: str) -> str:
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "")
    if name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA")):
        return "CJK"
    return next((block for block in (*_BLOCKS, "HANGUL") if name.startswith(block)), "")
