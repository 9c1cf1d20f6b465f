"""Read a PowerPoint presentation: its slides in their order, each with its notes and comments, charts and pictures.

Source: ECMA-376 Part 1, 13 (PresentationML), 19.2.1.34 (sldIdLst).
"""

import re
from collections.abc import Mapping

from ingest.documents.document import DocumentText, Source
from ingest.documents.drawing_words import DrawingWords, Relations
from ingest.documents.gather import Gathering
from ingest.documents.office_parts import in_order, open_archive, open_inner_files, relations_of, walk_part
from ingest.documents.office_zip import OfficeZip
from ingest.documents.xml_walker import Walker
from ingest.message import ProblemCode

_SLIDE = re.compile(r"ppt/slides/[^/]+\.xml", re.IGNORECASE)
_AUTHORS = re.compile(r"ppt/(?:commentAuthors|authors)[^/]*\.xml", re.IGNORECASE)
_PRESENTATION = "ppt/presentation.xml"
# What belongs to a slide, in the order a person meets it.
_OF_A_SLIDE = ("diagramData", "chart", "chartEx", "notesSlide", "comments")
_HEADINGS = {"notesSlide": "Notes: "}


def read_pptx(source: Source) -> DocumentText:
    """Return the words of a presentation's slides."""
    gathering = Gathering(source, "PowerPoint presentation")
    archive = open_archive(gathering)
    if archive is None:
        return gathering.document()
    authors = _Authors()
    for name in archive.names:
        if _AUTHORS.fullmatch(name):
            walk_part(gathering, archive, name, authors)
    hidden = []
    for number, name in enumerate(_slides(gathering, archive), 1):
        if gathering.is_over():
            break
        slide = DrawingWords()
        walk_part(gathering, archive, name, slide)
        if slide.is_hidden:
            hidden.append(number)
        heading = f"Slide {number}{' (hidden)' if slide.is_hidden else ''}:"
        relations = relations_of(gathering, archive, name)
        lines = [heading, slide.text, *_around(gathering, archive, relations, authors)]
        gathering.say("\n".join(lines).strip(), page_name=f"slide {number}")
    if hidden:
        words = f"The presentation has hidden slides, which were read too: {', '.join(map(str, hidden[:20]))}."
        gathering.note(ProblemCode.HIDDEN_TEXT, words, unread=False)
    open_inner_files(gathering, archive)
    return gathering.document()


def _slides(gathering: Gathering, archive: OfficeZip) -> list[str]:
    """Return the slides' parts: as the presentation lists them, and those it does not list after them."""
    order = _SlideList()
    walk_part(gathering, archive, _PRESENTATION, order)
    targets = relations_of(gathering, archive, _PRESENTATION).targets
    listed = [targets[key] for key in order.ids if targets.get(key, "") in archive]
    lower = {name.lower() for name in listed}
    rest = in_order(name for name in archive.names if _SLIDE.fullmatch(name) and name.lower() not in lower)
    # A slide that was taken out of the list is not shown; only where there is no list are all of them read.
    return listed or rest


def _around(gathering: Gathering, archive: OfficeZip, relations: Relations, authors: "_Authors") -> list[str]:
    texts = []
    for kind in _OF_A_SLIDE:
        for key, target in relations.targets.items():
            if relations.kinds[key] == kind and target in archive:
                words = DrawingWords(is_chart=kind.startswith("chart"), authors=authors.names)
                walk_part(gathering, archive, target, words)
                texts.append(_HEADINGS.get(kind, "") + words.text if words.text else "")
    return [text for text in texts if text]


class _SlideList(Walker):
    """Read the presentation's list of slides."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one slide. It has two ids: its own number, and its relation (r:id), which is never a bare number."""
        if name == "sldId":
            self.ids.append(attributes.get("relation", attributes.get("id", "")))


class _Authors(Walker):
    """Read who wrote the comments."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one writer."""
        if name in {"cmAuthor", "author"}:
            self.names[attributes.get("id", "")] = attributes.get("name", "")
