"""Read a form that only Adobe's programs show (XFA): its printed words and what was filled in, from the XML it carries.

Source: XML Forms Architecture (XFA) Specification 3.3, part 1, chapters on template and data.
"""

import ctypes
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from lxml import etree

from ingest.charset import clean_text

# What such a file shows everywhere else, instead of the form.
_PLACEHOLDER = re.compile(
    r"(?:Please\s+wait|The\s+document\s+you\s+are\s+trying\s+to\s+load\s+requires|To\s+view\s+the\s+full\s+contents)"
    r".{0,900}?(?:Adobe|PDF\s+viewer)",
    re.DOTALL,
)
_MOST_BYTES = 20_000_000
_MOST_LINES = 5_000


def is_placeholder(text: str) -> bool:
    """Return whether a page's text only asks to open the file in Adobe's own program."""
    return bool(_PLACEHOLDER.search(text[:3_000]))


def form_lines(document: pdfium.PdfDocument) -> list[str]:
    """Return the form's printed words and its answers, "question: answer" where the question is known."""
    packets = dict(_packets(document))
    captions: dict[str, str] = {}
    printed: list[str] = []
    template = _parsed(packets.get("template", b""))
    if template is not None:
        captions, printed = _captions(template), list(_printed(template))
    data = _parsed(packets.get("datasets", b""))
    answers = list(_answers(data, captions)) if data is not None else []
    return [line for line in dict.fromkeys([*printed, *answers]) if line][:_MOST_LINES]


def _packets(document: pdfium.PdfDocument) -> Iterator[tuple[str, bytes]]:
    for number in range(max(pdfium_c.FPDF_GetXFAPacketCount(document), 0)):
        size = pdfium_c.FPDF_GetXFAPacketName(document, number, None, 0)
        name = ctypes.create_string_buffer(max(size, 1))
        pdfium_c.FPDF_GetXFAPacketName(document, number, name, size)
        length = ctypes.c_ulong()
        pdfium_c.FPDF_GetXFAPacketContent(document, number, None, 0, length)
        if not 0 < length.value <= _MOST_BYTES:
            continue
        content = ctypes.create_string_buffer(length.value)
        pdfium_c.FPDF_GetXFAPacketContent(document, number, content, length.value, length)
        yield from _parts(name.value.decode("utf-8", "replace"), content.raw[: length.value])


def _parts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a packet under its name, and the packets inside one that holds the whole form."""
    yield name, content
    if b"<xdp:xdp" in content[:2_000]:
        root = _parsed(content)
        for part in root if root is not None else ():
            if isinstance(part.tag, str):
                yield etree.QName(part).localname, etree.tostring(part)


def _parsed(content: bytes) -> etree._Element | None:
    if not content.strip():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _captions(template: etree._Element) -> dict[str, str]:
    """Return what stands beside each field, by the field's name."""
    captions: dict[str, str] = {}
    for field in template.iter("{*}field", "{*}exclGroup"):
        name, caption = field.get("name"), next(field.iterchildren("{*}caption"), None)
        words = _words(caption) if caption is not None else ""
        if name and words:
            captions.setdefault(name, words)
    return captions


def _printed(template: etree._Element) -> Iterator[str]:
    for drawn in template.iter("{*}draw"):
        if drawn.get("presence") not in {"hidden", "invisible", "inactive"}:
            yield _words(drawn)


def _answers(data: etree._Element, captions: dict[str, str]) -> Iterator[str]:
    root = next(data.iter("{*}data"), data)
    for element in root.iter():
        if not isinstance(element.tag, str) or any(isinstance(child.tag, str) for child in element):
            continue
        value = clean_text(element.text or "").strip()
        if value:
            name = etree.QName(element).localname
            yield f"{captions.get(name) or _spaced(name)}: {value}"


def _words(element: etree._Element) -> str:
    return " ".join(clean_text(" ".join(element.itertext("{*}text", "{*}p", "{*}span", "{*}body"))).split())


def _spaced(name: str) -> str:
    """Return a field's name as words.

    >>> _spaced("ChildName_1")
    'Child Name 1'
    """
    return " ".join(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_.]+", " ", name).split())
