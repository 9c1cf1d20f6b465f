"""Write PDFs object by object, as programs other than reportlab write them: remarks, forms, lost maps, odd pages."""

import zlib

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def pdf(content=b"", *, page=b"", catalog=b"", objects=(), pages=1, fonts=b"/F 5 0 R", box=b"0 0 595 842"):
    """Return a PDF of ``pages`` like pages; ``objects`` are numbered from 10, ``page`` and ``catalog`` go into theirs."""
    body = {
        1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        2: b"<</Type/Pages/Kids[" + b" ".join(b"%d 0 R" % (1000 + n) for n in range(pages)) + b"]/Count %d>>" % pages,
        4: stream(content),
        5: FONT,
    }
    for number in range(pages):
        body[1000 + number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox["
            + box
            + b"]/Contents 4 0 R/Resources<</Font<<"
            + fonts
            + b">>>>"
            + page
            + b">>"
        )
    body |= {10 + number: thing for number, thing in enumerate(objects)}
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number in sorted(body):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body[number] + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(body):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    return bytes(out + b"trailer\n<</Root 1 0 R/Size 1%06d>>\nstartxref\n%d\n%%%%EOF\n" % (0, start))


def stream(data, more=b"", *, packed=False):
    data = zlib.compress(data) if packed else data
    head = b"<</Length %d" % len(data) + (b"/Filter/FlateDecode" if packed else b"") + more
    return head + b">>stream\n" + data + b"\nendstream"


def lines(*texts, left=60, top=780, step=20, size=12):
    """Return the drawing of lines of words, one under the other."""
    out = b"BT /F %d Tf 1 0 0 1 %d %d Tm %d TL " % (size, left, top, step)
    for text in texts:
        safe = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        out += b"(" + safe.encode("cp1252") + b") Tj T* "
    return out + b"ET\n"


def string(text):
    return b"(" + text.replace("(", "\\(").replace(")", "\\)").encode("cp1252") + b")"


def remark(kind, text="", rect=(60, 600, 300, 640), more=b""):
    words = b"/Contents" + string(text) if text else b""
    box = b"[%d %d %d %d]" % rect
    return b"<</Type/Annot/Subtype/" + kind + b"/Rect" + box + words + more + b">>"


def annotated(*annotations, content=b"", catalog=b"", more=()):
    """Return a PDF with annotations on its page (objects 10 and on); ``more`` objects follow them."""
    numbers = b" ".join(b"%d 0 R" % (10 + n) for n in range(len(annotations)))
    return pdf(content, page=b"/Annots[" + numbers + b"]", catalog=catalog, objects=[*annotations, *more])


def form(*fields, content=b""):
    """Return a PDF form; each field is the inside of its dictionary."""
    numbers = b" ".join(b"%d 0 R" % (10 + n) for n in range(len(fields)))
    widgets = [b"<</Type/Annot/Subtype/Widget/F 4" + field + b">>" for field in fields]
    fonts = b"/DR<</Font<</F 5 0 R>>>>/DA(/F 12 Tf)"
    return annotated(*widgets, content=content, catalog=b"/AcroForm<</Fields[" + numbers + b"]" + fonts + b">>")


def xfa(template, datasets, content):
    parts = [stream(template), stream(datasets)]
    catalog = b"/AcroForm<</Fields[]/XFA[(template) 10 0 R (datasets) 11 0 R]>>"
    return pdf(content, catalog=catalog, objects=parts)


def attached(name, data, content=b""):
    """Return a PDF with a file inside."""
    spec = b"<</Type/Filespec/F" + string(name) + b"/UF" + string(name) + b"/EF<</F 11 0 R>>>>"
    catalog = b"/Names<</EmbeddedFiles<</Names[" + string(name) + b" 10 0 R]>>>>"
    return pdf(content, catalog=catalog, objects=[spec, stream(data, b"/Type/EmbeddedFile")])


def pinned(name, data, content=b""):
    """Return a PDF with a file pinned to its page."""
    spec = b"<</Type/Filespec/F" + string(name) + b"/UF" + string(name) + b"/EF<</F 12 0 R>>>>"
    pin = remark(b"FileAttachment", "", more=b"/FS 11 0 R")
    return annotated(pin, content=content, more=[spec, stream(data, b"/Type/EmbeddedFile")])
