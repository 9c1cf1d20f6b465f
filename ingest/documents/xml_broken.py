"""Follow an XML file that is damaged: by its tags alone, wherever they still stand.

The parser shuts every element around one whose start it cannot read, and so loses all that follows; a person with an
editor would not.
"""

import html
import re

from ingest.documents.surroundings import is_time_up
from ingest.documents.xml_walker import Walker

_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)([^<>]*)>|<[!?][^<>]*>")
_ATTRIBUTE = re.compile(r"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HALF_TAG = re.compile(r"<[^<>]{0,200}$|^[^<>]{0,200}>")
_TAGS_BETWEEN_LOOKS = 5_000
_MOST_OPEN = 5_000
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def walk_broken_xml(data: bytes, walker: Walker) -> None:
    """Tell the walker every element whose tag can still be read."""
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "utf-8")
    text = data.decode(codec, "replace")
    opened: list[str] = []
    end = 0
    for number, tag in enumerate(_TAG.finditer(text)):
        _tell_words(walker, text[end : tag.start()])
        end = tag.end()
        if tag[2]:
            _take_tag(walker, opened, tag)
        if walker.is_done or (number % _TAGS_BETWEEN_LOOKS == 0 and is_time_up()):
            return
    _tell_words(walker, text[end:])
    while opened:
        walker.shut(opened.pop())


def _take_tag(walker: Walker, opened: list[str], tag: re.Match[str]) -> None:
    name = tag[2].rpartition(":")[2]
    if tag[1]:
        # An end without a start is left; a start without an end is shut where what is around it ends.
        if name in opened[-_MOST_OPEN:]:
            while True:
                shut = opened.pop()
                walker.shut(shut)
                if shut == name:
                    return
        return
    walker.open(
        name, {_short(found[1]): html.unescape(found[2] or found[3] or "") for found in _ATTRIBUTE.finditer(tag[3])}
    )
    if tag[3].endswith("/"):
        walker.shut(name)
    elif len(opened) < _MOST_OPEN:
        opened.append(name)


def _tell_words(walker: Walker, text: str) -> None:
    words = _HALF_TAG.sub("", text) if "<" in text or ">" in text else text
    if words:
        walker.words(html.unescape(words))


def _short(name: str) -> str:
    return "relation" if name == "r:id" else name.rpartition(":")[2]
