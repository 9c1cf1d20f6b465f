"""Look through a PDF for what PDF/UA-1 forbids, as far as a machine can tell (the Matterhorn Protocol's checkpoints)."""

import io
import re
from collections import Counter
from itertools import pairwise

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSEOF, PSKeyword, PSLiteral

PAINTS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"EI"}
HOLDS = {
    "Document": {"Div", "P", "H1", "H2", "L", "Table"},
    "Div": {"P", "H2", "L", "Table", "Div"},
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "Table": {"THead", "TBody"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
"""What may stand in what; text stands in Spans, of which nothing is asked."""


def find_faults(content: bytes) -> list[str]:
    """Return what is wrong with a PDF, in words; none if nothing is."""
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    pages = list(PDFPage.create_pages(document))
    faults = [*_of_catalog(document), *_of_pages(pages)]
    if "StructTreeRoot" not in document.catalog:
        return [*faults, "no structure"]
    root = resolve1(document.catalog["StructTreeRoot"])
    elements = list(elements_of(root))
    faults += _of_nesting(elements)
    faults += _of_tables(root, elements)
    return [*faults, *_of_marks(root, pages)]


def elements_of(root):
    """Yield (reference, kind, its table, parent's kind) of every element in reading order."""

    def walk(kids, parent):
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, PDFObjRef):
                element = resolve1(kid)
                yield kid.objid, element["S"].name, element, parent
                yield from walk(element["K"], element["S"].name)

    yield from walk(root["K"], "")


def _of_catalog(document):
    catalog = document.catalog
    if catalog.get("Lang") != b"en-GB":
        yield f"language is {catalog.get('Lang')!r}"
    if resolve1(catalog.get("MarkInfo", {})).get("Marked") is not True:
        yield "not marked as tagged"
    if resolve1(catalog.get("ViewerPreferences", {})).get("DisplayDocTitle") is not True:
        yield "the title is not shown"
    metadata = resolve1(catalog["Metadata"]).get_data().decode() if "Metadata" in catalog else ""
    if 'pdfuaid:part="1"' not in metadata:
        yield "does not say that it is PDF/UA-1"
    if not re.search(r"<dc:title>.*<rdf:li[^>]*>[^<]+</rdf:li>", metadata):
        yield "has no title"
    for key in ("OpenAction", "AA", "AcroForm"):
        if key in catalog:
            yield f"{key} is there"


def _of_pages(pages):
    for number, page in enumerate(pages, start=1):
        if page.annots:
            yield f"page {number}: annotations"
        fonts = resolve1(resolve1(page.resources).get("Font", {}))
        for font in map(resolve1, fonts.values()):
            inner = resolve1(resolve1(font["DescendantFonts"])[0])
            descriptor = resolve1(inner["FontDescriptor"])
            if not {"FontFile", "FontFile2", "FontFile3"} & descriptor.keys():
                yield f"page {number}: {font['BaseFont']} is not embedded"
            if "ToUnicode" not in font:
                yield f"page {number}: {font['BaseFont']} says no characters"


def _of_nesting(elements):
    for _, kind, _, parent in elements:
        if parent in HOLDS and kind not in HOLDS[parent]:
            yield f"{kind} in {parent}"
        if parent not in HOLDS and kind in {"LI", "TR", "TH", "TD", "THead", "TBody", "Lbl", "LBody"}:
            yield f"{kind} in {parent}"
    levels = [int(kind[1]) for _, kind, _, _ in elements if re.fullmatch(r"H\d", kind)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "not one heading 1, before all others"
    yield from (f"heading {b} after {a}" for a, b in pairwise(levels) if b > a + 1)
    for _, kind, element, _ in elements:
        if kind == "L" and "ListNumbering" not in resolve1(element.get("A", {})):
            yield "a list that does not say how it is numbered"


def _of_tables(root, elements):
    ids = [resolve1(e["ID"]) for _, kind, e, _ in elements if kind == "TH"]
    if len(set(ids)) != len(ids):
        yield "two headings of one name"
    names = resolve1(resolve1(root["IDTree"])["Names"])[0::2] if "IDTree" in root else []
    if sorted(names) != sorted(ids) or list(names) != sorted(names):
        yield "headings that cannot be found by name"
    for _, kind, element, _ in elements:
        if kind == "TH" and "Scope" not in resolve1(element["A"]):
            yield "a heading of nothing"
        if kind == "TD" and not set(resolve1(element["A"])["Headers"]) <= set(ids):
            yield "a cell below no heading"
        if kind == "Table":
            rows = [resolve1(r) for part in element["K"] for r in resolve1(part)["K"]]
            if len({len(row["K"]) for row in rows}) != 1:
                yield "rows of unlike length"


def _of_marks(root, pages):
    """Yield what is drawn outside every mark, and marks whose owner does not know of them."""
    owned = Counter()
    for objid, _, element, _ in elements_of(root):
        for kid in element["K"] if isinstance(element["K"], list) else [element["K"]]:
            if isinstance(kid, int):
                owned[(element["Pg"].objid, kid, objid)] += 1
    numbers = resolve1(root["ParentTree"])["Nums"]
    owners = dict(zip(numbers[0::2], numbers[1::2], strict=True))
    for page in pages:
        marks = []
        yield from (f"page {page.pageid}: {words}" for words in _outside_marks(page, marks))
        for mark in marks:
            owner = resolve1(owners[page.attrs["StructParents"]])[mark]
            if not isinstance(owner, PDFObjRef) or owned[(page.pageid, mark, owner.objid)] != 1:
                yield f"page {page.pageid}: text {mark} belongs to nothing that is read"


def _outside_marks(page, marks):
    parser, operands, open_marks = PDFContentParser([resolve1(one) for one in page.contents]), [], []
    while True:
        try:
            _, token = parser.nextobject()
        except PSEOF:
            break
        if not isinstance(token, PSKeyword):
            operands.append(token)
            continue
        if token.name in {b"BDC", b"BMC"}:
            tag = operands[0].name if isinstance(operands[0], PSLiteral) else ""
            if open_marks:
                yield f"{tag} inside {open_marks[-1]}"
            open_marks.append(tag)
            if token.name == b"BDC" and tag != "Artifact":
                marks.append(operands[1]["MCID"])
        elif token.name == b"EMC":
            open_marks.pop()
        elif token.name in PAINTS and not open_marks:
            yield f"{token.name.decode()} outside every mark"
        operands = []
    if open_marks:
        yield "a mark that does not end"
