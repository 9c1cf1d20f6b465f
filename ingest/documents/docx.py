"""Read a Word document: every part a reader of it would see, in order, and the files inside it."""

import re
from collections.abc import Iterable, Mapping

from ingest.documents.document import DocumentText, Source
from ingest.documents.docx_numbers import Numbering
from ingest.documents.docx_pages import count_pages, starts_of_pages
from ingest.documents.docx_words import WordWords
from ingest.documents.gather import Gathering
from ingest.documents.office_parts import (
    in_order,
    open_archive,
    open_inner_files,
    relations_of,
    say_drawn,
    walk_part,
)
from ingest.documents.office_zip import OfficeZip
from ingest.documents.xml_walker import Walker
from ingest.message import ProblemCode
from ingest.page_starts import Starts, put_together

# The order a person meets them in: head, letter, foot, notes, remarks in the margin. Each by its content type, which
# is what Word goes by, or else by the name every program gives it.
_PARTS = (
    ("header", re.compile(r"word/header\d*\.xml", re.IGNORECASE)),
    ("main", re.compile(r"word/document\d*\.xml", re.IGNORECASE)),
    ("footer", re.compile(r"word/footer\d*\.xml", re.IGNORECASE)),
    ("footnotes", re.compile(r"word/footnotes\.xml", re.IGNORECASE)),
    ("endnotes", re.compile(r"word/endnotes\.xml", re.IGNORECASE)),
    ("comments", re.compile(r"word/comments\.xml", re.IGNORECASE)),
)
_KIND = re.compile(
    r"wordprocessingml\.(?:(header|footer|footnotes|endnotes|comments)|(?:document|template)\.main)\+xml"
    r"|ms-word\.[a-zA-Z.]*macroEnabled[a-zA-Z.]*\.main\+xml"
)


def read_docx(source: Source) -> DocumentText:
    """Return a Word document's words: headers, body, footers, notes, comments, drawings, pictures and files inside."""
    gathering = Gathering(source, "Word document")
    archive = open_archive(gathering)
    if archive is None:
        return gathering.document()
    numbering = Numbering()
    for name in ("word/numbering.xml", "word/styles.xml"):
        walk_part(gathering, archive, name, numbering)
    pages: dict[str, Starts] = {}
    count = count_pages(archive)
    for name in _parts(gathering, archive):
        if gathering.is_over():
            break
        words = WordWords(numbering, relations_of(gathering, archive, name).outside)
        words.is_full_at = source.limits.document_characters
        walk_part(gathering, archive, name, words)
        text = words.text
        pages.setdefault(text, starts_of_pages(text, words.pages, count))
        if words.hidden:
            note_hidden(gathering)
    say_once(gathering, pages, pages)
    say_drawn(gathering, archive)
    open_inner_files(gathering, archive)
    return gathering.document()


def say_once(gathering: Gathering, texts: Iterable[str], pages: Mapping[str, Starts] | None = None) -> None:
    """Say each text once: Word writes one header for first, odd and even pages each, often the same words.

    ``pages`` say of a text where its pages begin.
    """
    said = ""
    places: list[tuple[int, Starts]] = []
    for text in dict.fromkeys(filter(None, texts)):
        said += "\n\n" if said else ""
        places.append((len(said), (pages or {}).get(text, ())))
        said += text
    gathering.say(said, page_starts=put_together(places))


def note_hidden(gathering: Gathering) -> None:
    """Say that the document hides words, and that they were left out."""
    words = f"The {gathering.what} hides some of its words from whoever opens it; they were left out."
    gathering.note(ProblemCode.HIDDEN_TEXT, words, unread=False)


def _parts(gathering: Gathering, archive: OfficeZip) -> list[str]:
    types = _ContentTypes()
    walk_part(gathering, archive, "[Content_Types].xml", types)
    found = []
    for kind, pattern in _PARTS:
        names = {name for name in archive.names if pattern.fullmatch(name)}
        names |= {name for name in types.names.get(kind, ()) if name in archive}
        found += in_order(names)
    return list({name.lower(): name for name in found}.values())


class _ContentTypes(Walker):
    """Read ``[Content_Types].xml``: which part is of which kind."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one part's type."""
        found = _KIND.search(attributes.get("ContentType", "")) if name == "Override" else None
        if found:
            self.names.setdefault(found[1] or "main", []).append(attributes.get("PartName", "").lstrip("/"))
