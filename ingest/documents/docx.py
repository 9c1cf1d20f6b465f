"""Read a Word document: every part a reader of it would see, in order.

An own walk, because python-docx leaves out inserted text, content controls (which is where the answers of a form are)
and text boxes. Deleted text stays out; what Word keeps twice for old versions (mc:Fallback) is read once.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ingest.documents.document import DocumentText, Source
from ingest.documents.docx_pictures import read_pictures
from ingest.documents.office_zip import FAULTS, BombError, OfficeZip, local_name
from ingest.documents.pages import PageText, join_pages
from ingest.documents.plain_text import as_text
from ingest.message import ProblemCode

# The order a person meets them in: head, letter, foot, notes, remarks in the margin.
_PARTS = (
    re.compile(r"word/header\d*\.xml"),
    re.compile(r"word/document\d*\.xml"),
    re.compile(r"word/footer\d*\.xml"),
    re.compile(r"word/footnotes\.xml"),
    re.compile(r"word/endnotes\.xml"),
    re.compile(r"word/comments\.xml"),
)
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "tblPr", "sectPr"})
_BLOCKS = frozenset({"p", "tr", "txbxContent"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_CELL_ENDS = re.compile(r" +\|")
_EMPTY_CELLS = re.compile(r"(\s*\|)+\s*$")
_EMBEDDED = re.compile(r"word/(embeddings/.+|afchunk.*)")


def read_docx(source: Source) -> DocumentText:
    """Return a Word document's words: headers, body, footers, notes and comments."""
    try:
        archive = OfficeZip(source.data, source.limits)
        names = [name for pattern in _PARTS for name in sorted(archive.names) if pattern.fullmatch(name)]
        texts = [part_text(archive.tree(name)) for name in names]
        pictures, problems = read_pictures(source, archive)
    except BombError as error:
        return source.unread(ProblemCode.TOO_LARGE, f"The Word document was not opened: {error}. It may be an attack.")
    except FAULTS:
        return source.unread(ProblemCode.DAMAGED, "The Word document is damaged: ask the sender to send it again.")
    # Word writes one header for first, odd and even pages each, often the same words.
    text = "\n\n".join(dict.fromkeys(text for text in texts if text))
    if any(_EMBEDDED.fullmatch(name) for name in archive.names):
        words = "The Word document has other files inside it, which were not read: a person must open them."
        problems.append(source.problem(ProblemCode.NO_READER, words))
    if not pictures:
        return as_text(source, text, tuple(problems))
    typed = as_text(source, text).text
    pages = [PageText(text=typed, confidence=1.0)]
    pages += [PageText(text=p.text, confidence=p.confidence or 0.0, unclear=p.unclear) for p in pictures]
    return replace(join_pages(source, pages, ()), problems=tuple(problems))


def part_text(root: etree._Element) -> str:
    """Return the words of one part, a line for each paragraph and table row."""
    lines = [_CELL_ENDS.sub(" |", _EMPTY_CELLS.sub("", line)).strip() for line in "".join(_walk(root)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _walk(root: etree._Element) -> Iterator[str]:
    """Yield the pieces of text in reading order, without recursion: nesting is the sender's to choose."""
    steps: list[tuple[etree._Element, bool]] = [(root, False)]
    cell_depth = 0
    while steps:
        element, is_leaving = steps.pop()
        name = local_name(element)
        if is_leaving:
            cell_depth -= name == "tc"
            yield _after(name, is_in_cell=cell_depth > 0)
            continue
        if name in _LEFT_OUT:
            continue
        if name == "t":
            yield (element.text or "").replace("\n", " ")
        if name == "sdtPr":
            yield _ticked(element)
            continue
        # A text box stands inside a line of the letter; its words begin a line of their own.
        yield "\n" if name == "txbxContent" else _CHARACTERS.get(name, "")
        cell_depth += name == "tc"
        steps.append((element, True))
        steps.extend((child, False) for child in reversed(element))


def _after(name: str, *, is_in_cell: bool) -> str:
    if name == "tc":
        return " | "
    if name == "p":
        # Several paragraphs in one cell belong to one row, so that a form's label and answer stay on one line.
        return " " if is_in_cell else "\n"
    return "\n" if name in _BLOCKS else ""


def _ticked(properties: etree._Element) -> str:
    """Return a word for a ticked box, whose own sign is a letter of a picture font."""
    for element in properties.iter():
        if local_name(element) == "checked":
            return "[ticked] " if {"1", "true"} & set(map(str, element.attrib.values())) else "[not ticked] "
    return ""
