"""Read one small document of each common form, ahead of the locks: libraries load much of themselves only when used.

After the lock no file can be opened, and a module that is first wanted then would cost the child, and the mail its
attachment. The samples are made here, of nobody's words.
"""

import io
import zipfile
from collections.abc import Iterator

from PIL import Image, ImageDraw

from config.limits import Limits, default_limits
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.parse import parse_message

_MAIL = (
    b"From: A <a@family.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nSubject: =?utf-8?q?warm?=\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
    b"<p style='color:red'>words</p>\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n"
    b"Content-Disposition: attachment; filename=a.txt\r\n\r\nwords\r\n--b--\r\n"
)
_ROW = "5\t1\t1\t1\t1\t1\t10\t10\t90\t20\t96\twords"
_PICTURES = ("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_DOCX = f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>words</w:t></w:r></w:p></w:body></w:document>'
_XLSX = f'<worksheet xmlns="{_SHEET}"><sheetData><row><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
_BOOK = f'<workbook xmlns="{_SHEET}"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>'
_ODT = (
    f'<o:document-content xmlns:o="{_OFFICE}office:1.0" xmlns:t="{_OFFICE}text:1.0"><o:body><o:text><t:p>words</t:p>'
    "</o:text></o:body></o:document-content>"
)
_PDF_PAGE = b"BT /F 12 Tf 60 780 Td (words) Tj ET 50 700 500 90 re S 50 740 500 1 re S 250 700 1 90 re S"
_PDF = (
    b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%%%EOF" % (len(_PDF_PAGE), _PDF_PAGE)
)


def read_samples() -> None:
    """Read every sample, with a recogniser that knows one word."""
    world = Surroundings(recognise=_recognise, admit=lambda _name: None)
    with reading_with(world):
        parse_message(_MAIL)
        for name, data in make_samples():
            read_document(name, "", data, default_limits())


def make_samples() -> Iterator[tuple[str, bytes]]:
    """Yield the samples, each with a name."""
    Image.init()
    page = Image.new("L", (520, 620), 250)
    ImageDraw.Draw(page).text((40, 40), "words and words\nand more of them", fill=0)
    # Only one is as large as a page: making a page ready takes a fifth of a second.
    small = page.crop((36, 36, 106, 106))
    for form in _PICTURES:
        if form in Image.SAVE:
            yield f"a.{form.lower()}", _save(small, form)
    for mode in ("RGBA", "CMYK", "P", "1", "I"):
        yield f"{mode}.tif", _save(small.convert(mode), "TIFF")
    yield "scan.pdf", _save(page, "PDF")
    yield "a.pdf", _PDF
    yield "a.docx", _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": _DOCX})
    yield "a.xlsx", _zip({"xl/workbook.xml": _BOOK, "xl/worksheets/sheet1.xml": _XLSX})
    yield "a.odt", _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _ODT})
    yield "a.zip", _zip({"a.txt": "words", "a.csv": "a,b\n1,2"})
    yield "a.rtf", rb"{\rtf1\ansi\ansicpg1252 words \'e9\u8217?}"
    yield "a.html", b"<!DOCTYPE html><html><body><table><tr><td>words</table></html>"
    yield "a.txt", "words \u2013 in UTF-16".encode("utf-16")
    yield "b.txt", b"words \xe9 of an old code page"
    yield "a.eml", _MAIL


def _recognise(_picture: bytes, _limits: Limits) -> Recognised:
    return Recognised(f"{_ROW}\n")


def _save(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def _zip(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in members.items():
            folder.writestr(name, content)
    return out.getvalue()
