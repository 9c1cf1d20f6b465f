"""Know the words of the rich text format: which say something, which open a part, which code page is meant.

Source: Rich Text Format Specification 1.9.1; MS-OXRTFEX (HTML inside rich text).
"""

import codecs
import re
from collections.abc import Iterator

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n\0]+|(?P<letters>[^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)
SIGNS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\r": "\n", b"\n": "\n", b"\t": "\t"}
SAID = {
    b"line": "\n", b"softline": "\n", b"lbr": "\n", b"sect": "\n", b"page": "\n", b"column": "\n", b"tab": "\t",
    b"cell": " | ", b"nestcell": " | ", b"row": "\n", b"nestrow": "\n", b"emdash": "\u2014", b"endash": "\u2013",
    b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022",
    b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
# What the words of a group are. "none" may hold groups with words in them; in "never" nothing is said.
PARTS = {
    **dict.fromkeys(
        (b"fonttbl", b"colortbl", b"stylesheet", b"info", b"themedata", b"listtable", b"listoverridetable", b"filetbl",
         b"revtbl", b"rsidtbl", b"generator", b"datastore", b"latentstyles", b"xmlnstbl", b"colorschememapping",
         b"nonshppict", b"nesttableprops", b"nonesttables", b"mhtmltag", b"pgptbl", b"xe", b"tc", b"rxe", b"bkmkstart",
         b"bkmkend", b"atrfstart", b"atrfend", b"atnref", b"atnid", b"atndate", b"atntime", b"atnparent", b"listname",
         b"ftnsep", b"ftnsepc", b"aftnsep", b"aftnsepc", b"wgrffmtfilter", b"operator", b"userprops", b"mmathPr",
         b"blipuid", b"picprop", b"oldcprops", b"oldpprops", b"objclass", b"objname", b"template", b"passwordhash"),
        "never",
    ),
    **dict.fromkeys((b"object", b"shprslt", b"upr", b"shpinst", b"sp"), "none"),
    **dict.fromkeys((b"shptxt", b"dptxbxtext", b"result", b"fldrslt", b"ud", b"listtext", b"pntext"), "text"),
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), "heads"),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), "feet"),
    b"fonttbl": "fonts",
    b"pict": "picture",
    b"objdata": "object",
    b"footnote": "notes",
    b"annotation": "remarks",
    b"atnauthor": "author",
    b"fldinst": "code",
    b"formfield": "form",
    b"ffl": "choice",
    b"htmltag": "html",
    b"sn": "name of a shape's property",
    b"sv": "value of a shape's property",
}  # fmt: skip
_CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
HEADS = {b"ansi": "cp1252", b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}
_PAGES = {
    65001: "utf-8",
    10000: "mac-roman",
    10007: "mac-cyrillic",
    10029: "mac-latin2",
    20866: "koi8-r",
    936: "gb18030",
}
_MOST_BINARY = 1 << 30


def tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the tokens of a rich text document; pictures kept as bare bytes are passed over."""
    place = 0
    while found := _TOKEN.match(data, place):
        place = found.end()
        if found["word"] == b"bin" and found["number"]:
            place += min(max(0, int(found["number"])), _MOST_BINARY)
        yield found


def codec_of_charset(number: int) -> str | None:
    """Return the codec of a font's charset, None where the document's own code page stands."""
    return _CHARSETS.get(number)


def codec_of_page(number: int) -> str:
    """Return the codec of a code page, Western European where there is none."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
