"""Finish the tags of a PDF: what WeasyPrint leaves out of PDF/UA is put right before the file is written.

Page marks (the reference, "page 1 of 2") are no part of what is read aloud, so they are artifacts; a list says how it
is numbered; a heading of a column says that it is one, and can be found by its name.

Source: ISO 14289-1:2014, 7.1 and 7.5; ISO 32000-1:2008, 14.7.2 (names of elements) and 14.8.2.2 (artifacts).
"""

from collections.abc import Iterator
from typing import Any, Final

import pydyf

PAGE_MARK: Final = {"Type": "/Pagination"}


def finish_tags(_document: Any, pdf: Any) -> None:
    """Put the tags of a PDF right; WeasyPrint calls this just before it writes the file."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    elements = list(_walk(pdf, root))
    for element in elements:
        _describe(element)
    _name_headings(pdf, root, elements)
    _take_out_page_marks(pdf, root, {element.reference for element in elements})


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _walk(pdf: Any, element: Any) -> Iterator[Any]:
    """Yield every element that can be reached from the root: what a reader reads aloud."""
    for kid in element.get("K", ()):
        if isinstance(kid, bytes):
            found = _object(pdf, kid)
            yield found
            yield from _walk(pdf, found)


def _describe(element: Any) -> None:
    if element.get("S") == "/L":
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Decimal"})
    if element.get("S") == "/TH":
        element["A"]["Scope"] = "/Column"


def _name_headings(pdf: Any, root: Any, elements: list[Any]) -> None:
    """Make the headings of columns findable by the names their cells call them."""
    named = sorted((element["ID"].string, element) for element in elements if "ID" in element)
    if not named:
        return
    names = pydyf.Array()
    for _, element in named:
        names.extend((element["ID"], element.reference))
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    root["IDTree"] = tree.reference


def _take_out_page_marks(pdf: Any, root: Any, read: set[bytes]) -> None:
    """Make artifacts of what no element holds; without this it would be text that belongs nowhere."""
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for page, owners in zip(pdf.page_references, numbers[1::2], strict=False):
        marks = {number for number, owner in enumerate(owners) if owner not in read}
        _mark(_object(pdf, _object(pdf, page)["Contents"]).stream, marks)
        for number in marks:
            owners[number] = "null"


def _mark(drawn: list[Any], marks: set[int]) -> None:
    for at in range(2, len(drawn)):
        if drawn[at] == b"BDC" and drawn[at - 1].get("MCID") in marks:
            drawn[at - 2], drawn[at - 1] = "/Artifact", pydyf.Dictionary(PAGE_MARK)
