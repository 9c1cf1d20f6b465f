"""Read an OpenDocument file (LibreOffice: letters, sheets, slides), its pictures and the documents inside it."""

from ingest.documents.document import DocumentText, Source
from ingest.documents.docx import note_hidden, say_once
from ingest.documents.gather import Gathering
from ingest.documents.odf_words import OdfWords
from ingest.documents.office_parts import open_archive, open_inner_files, open_part, walk_part
from ingest.documents.office_zip import FAULTS, OfficeZip
from ingest.message import ProblemCode

_KINDS = ("text", "spreadsheet", "presentation", "graphics", "chart", "formula", "image", "text-master", "text-web")
_SUN_KINDS = ("writer", "calc", "impress", "draw", "writer.global", "writer.template", "calc.template")
OPEN_DOCUMENTS = (
    *(f"application/vnd.oasis.opendocument.{kind}{ending}" for kind in _KINDS for ending in ("", "-template")),
    *(f"application/vnd.sun.xml.{kind}" for kind in _SUN_KINDS),
)
_LOCKED = "The OpenDocument is locked with a password: ask the sender for the password or for an open copy."
_MANIFEST = "META-INF/manifest.xml"
_MOST_OBJECTS = 100
# Pictures are read with all other files inside; what LibreOffice drew of an object says what the object says.
_READ_ELSEWHERE = ("pictures/", "media/", "objectreplacements/", "./objectreplacements/")


def read_odt(source: Source) -> DocumentText:
    """Return an OpenDocument's words: page heads, the text, feet, charts and documents inside, pictures."""
    gathering = Gathering(source, "OpenDocument")
    archive = open_archive(gathering)
    if archive is None:
        return gathering.document()
    if _is_locked(archive):
        return source.unread(ProblemCode.PASSWORD, _LOCKED)
    body, styles = OdfWords(), OdfWords()
    body.is_full_at = source.limits.document_characters
    walk_part(gathering, archive, "styles.xml", styles)
    body.learn_from(styles)
    if not walk_part(gathering, archive, "content.xml", body):
        gathering.note_damage()
    say_words(gathering, body, styles.heads)
    for name in list(body.objects)[:_MOST_OBJECTS]:
        _say_object(gathering, archive, name)
    for name in body.pictures:
        if name in archive and not name.lower().startswith(_READ_ELSEWHERE):
            open_part(gathering, archive, name)
    open_inner_files(gathering, archive)
    return gathering.document()


def say_words(gathering: Gathering, body: OdfWords, heads: list[str]) -> None:
    """Say what was found in an OpenDocument, and what it hides."""
    text, page_starts = body.text_and_starts()
    gathering.say(text, page_starts=page_starts)
    say_once(gathering, [head for head in heads if head != text])
    if body.hidden:
        note_hidden(gathering)
    note_hidden_sheets(gathering, body.hidden_tables)


def note_hidden_sheets(gathering: Gathering, titles: list[str]) -> None:
    """Say which sheets of a workbook are not shown to whoever opens it; their words were read."""
    if titles:
        words = f"The {gathering.what} has hidden sheets, which were read too: {', '.join(titles[:10])}."
        gathering.note(ProblemCode.HIDDEN_TEXT, words, unread=False)


def _say_object(gathering: Gathering, archive: OfficeZip, name: str) -> None:
    """Say the words of a document inside: a folder of this zip, or a file of another program."""
    if gathering.is_over():
        return
    if f"{name}/content.xml" in archive:
        words = OdfWords()
        walk_part(gathering, archive, f"{name}/content.xml", words)
        gathering.say(words.text)
    elif name in archive:
        open_part(gathering, archive, name)


def _is_locked(archive: OfficeZip) -> bool:
    try:
        return _MANIFEST in archive and b"encryption-data" in archive.part(_MANIFEST)
    except FAULTS:
        return False
