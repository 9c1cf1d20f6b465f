"""Read documents that are zips of another kind: e-books (EPUB), Microsoft's page files (XPS), Visio, Apple's iWork."""

import re
from collections.abc import Mapping

from ingest.documents.document import DocumentText, Source
from ingest.documents.drawing_words import DrawingWords
from ingest.documents.gather import Gathering
from ingest.documents.office_parts import in_order, open_archive, open_part, walk_part
from ingest.documents.office_zip import FAULTS, OfficeZip
from ingest.documents.xml_walker import Walker
from ingest.message import ProblemCode

_CHAPTERS = (".xhtml", ".html", ".htm")
_PAGES = re.compile(r".*\.fpage", re.IGNORECASE)
_VISIO_PAGES = re.compile(r"visio/pages/page\d+\.xml", re.IGNORECASE)
# Apple keeps a picture of the document, or all its pages, beside what only its own programs read.
_PREVIEWS = ("quicklook/preview.pdf", "preview.pdf", "preview.jpg", "quicklook/thumbnail.jpg", "preview-web.jpg")
_PICTURES = re.compile(
    r"documents/\d+/resources/.*\.(?:png|jpe?g|tiff?)|resources/.*\.(?:png|jpe?g|tiff?)", re.IGNORECASE
)


def read_epub(source: Source) -> DocumentText:
    """Return the words of an e-book's chapters."""
    gathering = Gathering(source, "e-book")
    archive = open_archive(gathering)
    if archive is None:
        return gathering.document()
    order = _Spine()
    for name in archive.names:
        if name.lower().endswith(".opf"):
            walk_part(gathering, archive, name, order)
    names = [name for name in archive.names if name.lower().endswith(_CHAPTERS)]
    listed = [name for href in order.hrefs for name in names if name.endswith(href)]
    for name in dict.fromkeys([*listed, *in_order(names)]):
        if gathering.is_over():
            break
        try:
            gathering.open_inside(name, archive.part(name), declared_type="text/html", heading="")
        except FAULTS:
            gathering.note_damage()
    return gathering.document()


def read_xps(source: Source) -> DocumentText:
    """Return the words of a document printed to an XPS file."""
    return _read_pages(source, "XPS document", _PAGES)


def read_visio(source: Source) -> DocumentText:
    """Return the words in the shapes of a Visio drawing."""
    return _read_pages(source, "Visio drawing", _VISIO_PAGES)


def read_iwork(source: Source) -> DocumentText:
    """Return what the preview of a Pages, Numbers or Keynote document shows, and say that it is one."""
    gathering = Gathering(source, "Apple document (Pages, Numbers or Keynote)")
    archive = open_archive(gathering)
    if archive is None:
        return gathering.document()
    preview = next((name for end in _PREVIEWS for name in archive.names if name.lower().endswith(end)), None)
    if preview is None:
        words = "An Apple document (Pages, Numbers or Keynote), which is not read here: ask the sender for it as a PDF."
    else:
        open_part_as_page(gathering, archive, preview)
        words = (
            "An Apple document (Pages, Numbers or Keynote). Only its preview was read, maybe the first page alone: "
            "ask the sender for it as a PDF."
        )
    gathering.note(ProblemCode.NO_READER, words, unread=preview is None or not preview.lower().endswith(".pdf"))
    return gathering.document()


def open_part_as_page(gathering: Gathering, archive: OfficeZip, name: str) -> None:
    """Read one file inside as the whole of the document."""
    try:
        gathering.open_inside(name, archive.part(name), heading="")
    except FAULTS:
        gathering.note_damage()


def _read_pages(source: Source, what: str, pattern: re.Pattern[str]) -> DocumentText:
    gathering = Gathering(source, what)
    archive = open_archive(gathering)
    if archive is None:
        return gathering.document()
    for number, name in enumerate(in_order(name for name in archive.names if pattern.fullmatch(name)), 1):
        if gathering.is_over():
            break
        page: _Glyphs | DrawingWords = DrawingWords() if "visio/" in name.lower() else _Glyphs()
        walk_part(gathering, archive, name, page)
        # A Visio drawing's parts do not stand in the order of its pages.
        gathering.say(page.text, page_name=f"page {number}" if pattern is _PAGES else "")
    for name in in_order(name for name in archive.names if _PICTURES.fullmatch(name)):
        open_part(gathering, archive, name)
    return gathering.document()


class _Spine(Walker):
    """Read an e-book's list of chapters in their order."""

    def __init__(self) -> None:
        self._hrefs: dict[str, str] = {}
        self._order: list[str] = []

    @property
    def hrefs(self) -> list[str]:
        """Return the chapters' names."""
        return [self._hrefs[each] for each in self._order if each in self._hrefs]

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one entry."""
        if name == "item":
            self._hrefs[attributes.get("id", "")] = attributes.get("href", "")
        elif name == "itemref":
            self._order.append(attributes.get("idref", ""))


class _Glyphs(Walker):
    """Read one page: runs of letters, each with its place; runs on one height are one line."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}

    @property
    def text(self) -> str:
        """Return the page's lines."""
        return "\n".join(" ".join(line) for line in self._lines.values())

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one run."""
        if name == "Glyphs" and (letters := attributes.get("UnicodeString", "").removeprefix("{}").strip()):
            self._lines.setdefault(attributes.get("OriginY", ""), []).append(letters)
