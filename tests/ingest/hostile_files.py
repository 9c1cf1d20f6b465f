"""Make files that eat time or memory: each is honest to look at, and bad to open."""

import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

from tests.documents.make_documents import letter_pdf, letter_picture

_CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
_BODY = (
    b'<?xml version="1.0"?>%s<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body>%s</w:body></w:document>"
)
_LAUGHS = b"<!DOCTYPE a [<!ENTITY a0 'ha'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


def docx_of(body: bytes, prologue: bytes = b"") -> bytes:
    """Return a Word document with this XML in its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("[Content_Types].xml", _CONTENT_TYPES)
        folder.writestr("_rels/.rels", _RELATIONS)
        folder.writestr("word/document.xml", _BODY % (prologue, body))
    return out.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    """Return a zip folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in members.items():
            folder.writestr(name, content)
    return out.getvalue()


def zip_in_zip(levels: int) -> bytes:
    """Return folders in folders, with ten million zeros in each of the innermost."""
    inner = zip_of({f"{n}.txt": b"0" * 10_000_000 for n in range(5)})
    for _ in range(levels):
        inner = zip_of({f"{n}.zip": inner for n in range(5)})
    return inner


def tar_of_many(count: int) -> bytes:
    """Return a packed folder of very many small files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as folder:
        for number in range(count):
            entry = tarfile.TarInfo(f"{number}.txt")
            entry.size = 5
            folder.addfile(entry, io.BytesIO(b"words"))
    return out.getvalue()


def picture(width: int, height: int, mode: str, form: str, **options: object) -> bytes:
    """Return one letter, drawn large."""
    out = io.BytesIO()
    page = letter_picture(1240, 1754).resize((width, height)).convert("RGB").convert(mode)
    page.save(out, form, **options)
    return out.getvalue()


def png_of_claims(width: int, height: int) -> bytes:
    """Return a picture that says it is huge and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def tiff_of_pages(pages: int) -> bytes:
    """Return a scan of many pages."""
    out = io.BytesIO()
    page = letter_picture(1240, 1754)
    page.save(out, "TIFF", save_all=True, append_images=[page] * (pages - 1), compression="tiff_lzw")
    return out.getvalue()


def pdf_of(content: bytes, *, packed: bool = True, resources: bytes = b"", more: bytes = b"") -> bytes:
    """Return a PDF of one page that is drawn by these orders."""
    stream = zlib.compress(content) if packed else content
    filters = b"/Filter/FlateDecode" if packed else b""
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<"
        b"/Font<</F 5 0 R>>%s>>>>endobj\n4 0 obj<</Length %d%s>>stream\n%s\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n%s\ntrailer<</Root 1 0 R>>\n%%%%EOF"
        % (resources, len(stream), filters, stream, more)
    )


def nested_forms(depth: int) -> bytes:
    """Return a PDF whose page draws a form ten times, which draws the next ten times, and so on."""
    forms = b"".join(
        b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"
        b"/Length %d>>stream\n%s\nendstream endobj\n" % (n, n + 1, 59, b"/X Do " * 9 + b"     ")
        for n in range(10, 10 + depth)
    )
    last = b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 2>>stream\n  \nendstream endobj\n" % (10 + depth)
    return pdf_of(b"/X Do " * 9, resources=b"/XObject<</X 10 0 R>>", more=forms + last)


def mail_of(*attachments: tuple[str, str, bytes]) -> bytes:
    """Return a mail with words of its own and these attachments: name, type, bytes."""
    parts = [b"--b\r\nContent-Type: text/plain\r\n\r\nNobody came on Tuesday.\r\n"]
    for name, media_type, content in attachments:
        parts.append(
            f"--b\r\nContent-Type: {media_type}\r\nContent-Transfer-Encoding: binary\r\n"
            f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'.encode()
            + content
            + b"\r\n"
        )
    head = b"From: dana@ashdown.example\r\nSubject: Nobody came\r\nMIME-Version: 1.0\r\n"
    return head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"".join(parts) + b"--b--\r\n"


_WORDS = b"She has cancelled four visits since March and nobody has told us why. "
_SOME = random.Random(3).randbytes(2_000_000)

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "photo of 108 million dots.png": lambda: picture(8700, 12306, "RGB", "PNG", compress_level=1),
    "photo of 119 million see-through dots.png": lambda: picture(9150, 13000, "RGBA", "PNG", compress_level=1),
    "photo of 108 million dots.jpg": lambda: picture(8700, 12306, "RGB", "JPEG"),
    "slow photo of 108 million dots.jpg": lambda: picture(8700, 12306, "RGB", "JPEG", progressive=True),
    "printer's photo of 100 million dots.tif": lambda: picture(8400, 11900, "CMYK", "TIFF", compression="tiff_lzw"),
    "web photo of 100 million dots.webp": lambda: picture(8400, 11900, "RGB", "WEBP", method=0),
    "claims to be huge.png": lambda: png_of_claims(2_000_000_000, 2_000_000_000),
    "claims to be large.png": lambda: png_of_claims(10_000, 11_999),
    "scan of 60 pages.tif": lambda: tiff_of_pages(60),
    "letter of 5000 pages.pdf": lambda: letter_pdf(pages=5000),
    "page of a billion spaces.pdf": lambda: pdf_of(b" " * 1_000_000_000),
    "page of a million words.pdf": lambda: pdf_of(b"BT /F 9 Tf (words) Tj " * 1_000_000 + b"ET"),
    "page of a million lines.pdf": lambda: pdf_of(b"1 1 m 500 800 l S " * 1_000_000),
    "forms in forms.pdf": lambda: nested_forms(12),
    "brackets.pdf": lambda: b"%PDF-1.7\n" + b"[" * 5_000_000,
    "deep xml.docx": lambda: docx_of(b"<w:p>" * 400_000 + b"</w:p>" * 400_000),
    "a million paragraphs.docx": lambda: docx_of(b"<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 1_000_000),
    "laughs.docx": lambda: docx_of(b"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", _LAUGHS),
    "spaces.docx": lambda: docx_of(b"<w:p><w:r><w:t>" + b" " * 190_000_000 + b"</w:t></w:r></w:p>"),
    "bomb.zip": lambda: zip_of({"zeros.txt": b"0" * 1_000_000_000}),
    "bombs in bombs.zip": lambda: zip_in_zip(3),
    "a hundred thousand files.tar.gz": lambda: tar_of_many(100_000),
    "a hundred million letters.txt": lambda: _WORDS * 1_428_571,
    "a hundred million letters on one line.csv": lambda: b'"' + _WORDS * 1_428_571,
    "fifty million cells.csv": lambda: b"a,b,c,d,e,f,g,h,i,j\n" * 2_500_000,
    "open tags.html": lambda: b"<html><body>" + b"<div><b>" * 3_000_000,
    "attributes.html": lambda: b"<html><p " + b"a='b' " * 5_000_000,
    "tables in tables.html": lambda: b"<html>" + b"<table><tr><td>x" * 300_000,
    "open brackets.rtf": lambda: b"{\\rtf1 " + b"{\\b " * 5_000_000,
    "numbers.rtf": lambda: b"{\\rtf1 " + b"\\u20320? " * 4_000_000 + b"}",
    "open brackets.json": lambda: b"[" * 50_000_000,
    "noise.bin": lambda: _SOME * 50,
    "noise.pdf": lambda: b"%PDF-1.4\n" + _SOME * 20,
    "noise.zip": lambda: b"PK\x03\x04" + _SOME * 20,
    "noise.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _SOME * 20,
}

MAILS: dict[str, Callable[[], bytes]] = {
    "a hundred and fifty million bytes.eml": lambda: mail_of(("a.bin", "application/octet-stream", _SOME * 74)),
    "a hundred and forty million letters.eml": lambda: b"Subject: x\r\n\r\n" + _WORDS * 2_000_000,
    "five hundred texts.eml": lambda: mail_of(*[("a.txt", "text/plain", _WORDS * 4_000)] * 490),
    "four hundred letters.eml": lambda: mail_of(*[("a.pdf", "application/pdf", letter_pdf(pages=20))] * 400),
    "twenty large photos.eml": lambda: mail_of(*[("a.jpg", "image/jpeg", picture(4000, 5600, "RGB", "JPEG"))] * 20),
    "ten bombs.eml": lambda: mail_of(*[("a.zip", "application/zip", zip_of({"z.txt": b"0" * 50_000_000}))] * 10),
    "mails in mails.eml": lambda: b"Content-Type: message/rfc822\r\n\r\n" * 200_000 + b"words",
    "parts in parts.eml": lambda: b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(30_000)
    ),
    "a million parts.eml": lambda: (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 1_000_000
    ),
    "a header of ten million letters.eml": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 700_000 + b"\r\n\r\nwords",
    "quotes in quotes.eml": lambda: b"Subject: x\r\n\r\n" + b"> " * 3_000_000,
    "a million quoted lines.eml": lambda: b"Subject: x\r\n\r\n" + b"> He wrote:\r\nOn 3 March she wrote:\r\n" * 500_000,
}
