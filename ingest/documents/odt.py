"""Read an OpenDocument text (LibreOffice): page heads, the letter, remarks and notes in their places."""

from collections.abc import Iterator

from lxml import etree

from ingest.documents.document import DocumentText, Source
from ingest.documents.office_zip import FAULTS, BombError, OfficeZip, local_name
from ingest.documents.plain_text import as_text
from ingest.message import ProblemCode

_LEFT_OUT = frozenset({"tracked-changes", "automatic-styles", "font-face-decls", "scripts", "forms", "sequence-decls"})
_LINES = frozenset({"p", "h", "table-row"})
_CHARACTERS = {"tab": "\t", "line-break": "\n", "s": " "}
_HEADS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
_LOCKED = "The OpenDocument is locked with a password: ask the sender for the password or for an open copy."


def read_odt(source: Source) -> DocumentText:
    """Return an OpenDocument text's words."""
    try:
        archive = OfficeZip(source.data, source.limits)
        if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.part("META-INF/manifest.xml"):
            return source.unread(ProblemCode.PASSWORD, _LOCKED)
        texts = [_words(archive.tree("content.xml"))]
        if "styles.xml" in archive.names:
            texts += [_words(head) for head in _heads(archive.tree("styles.xml"))]
    except BombError as error:
        return source.unread(ProblemCode.TOO_LARGE, f"The document was not opened: {error}. It may be an attack.")
    except FAULTS:
        return source.unread(ProblemCode.DAMAGED, "The document is damaged: ask the sender to send it again.")
    problems = []
    if any(name.startswith("Pictures/") for name in archive.names):
        words = "The document holds pictures, which were not read: a person should look at them."
        problems.append(source.problem(ProblemCode.NO_READER, words))
    return as_text(source, "\n\n".join(dict.fromkeys(text for text in texts if text)), tuple(problems))


def _heads(styles: etree._Element) -> Iterator[etree._Element]:
    return (element for element in styles.iter() if local_name(element) in _HEADS)


def _words(root: etree._Element) -> str:
    lines = "".join(_walk(root)).split("\n")
    return "\n".join(line.strip().removesuffix("|").rstrip() for line in lines).strip()


def _walk(root: etree._Element) -> Iterator[str]:
    """Yield the pieces of text in reading order, without recursion."""
    steps: list[tuple[etree._Element, bool]] = [(root, False)]
    cells = 0
    while steps:
        element, is_leaving = steps.pop()
        name = local_name(element)
        if is_leaving:
            cells -= name == "table-cell"
            if name == "table-cell":
                yield "| "
            elif name in _LINES:
                yield " " if cells and name != "table-row" else "\n"
            yield _flat(element.tail) if element is not root else ""
            continue
        if name in _LEFT_OUT or not name:
            yield _flat(element.tail)
            continue
        cells += name == "table-cell"
        yield _CHARACTERS.get(name, "") + _flat(element.text)
        steps.append((element, True))
        steps.extend((child, False) for child in reversed(element))


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")
