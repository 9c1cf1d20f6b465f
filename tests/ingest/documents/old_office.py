"""Make the streams of old Office documents small and by code, for tests."""

import struct

from tests.ingest.outlook_files import ole


def record(kind, body=b"", instance=0, *, is_container=False):
    return struct.pack("<HHI", instance << 4 | (15 if is_container else 0), kind, len(body)) + body


def slide_words(text):
    return record(4000, text.encode("utf-16-le"))


def ppt(slides, *, notes=None, old=()):
    """Return a presentation of slides (lists of texts); ``old`` are slides of an earlier saving, kept but not shown."""
    parts = []
    for number, texts in enumerate(slides):
        atom = record(1007, bytes(16) + struct.pack("<II", 900 if notes and number == 0 else 0, 0))
        drawing = record(1036, b"".join(map(slide_words, texts)), is_container=True)
        parts.append(record(1006, atom + drawing, is_container=True))
    if notes:
        parts.append(record(1008, record(1036, slide_words(notes), is_container=True), is_container=True))
    persists = [record(1011, struct.pack("<IIiII", n + 2, 0, 0, 256 + n, 0)) for n in range(len(slides))]
    lists = record(4080, b"".join(persists), 0, is_container=True)
    if notes:
        lists += record(4080, record(1011, struct.pack("<IIiII", len(slides) + 2, 0, 0, 900, 0)), 2, is_container=True)
    parts.insert(0, record(1000, lists, is_container=True))
    stream, places = b"".join(record(1006, slide_words(text), is_container=True) for text in old), []
    for part in parts:
        places.append(len(stream))
        stream += part
    directory_at = len(stream)
    stream += record(6002, struct.pack("<I", len(places) << 20 | 1) + struct.pack(f"<{len(places)}I", *places))
    edit_at = len(stream)
    stream += record(4085, struct.pack("<IIIIIII", 0, 0, 0, directory_at, 1, len(places), 0))
    user = record(4086, struct.pack("<IIIHHBBH", 20, 0xE391C05F, edit_at, 0, 1012, 3, 0, 0))
    return ole({"PowerPoint Document": stream, "Current User": user})


def word_6(text, **storages):
    """Return a Word 6 document of one piece."""
    raw = text.encode("cp1252")
    main = bytearray(0x300)
    struct.pack_into("<H", main, 0, 0xA5DC)
    struct.pack_into("<I", main, 0x18, 0x300)
    struct.pack_into("<i", main, 0x34, len(raw))
    return ole({"WordDocument": bytes(main) + raw} | storages)


def biff(*records):
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def native(name, data):
    """Return an Ole10Native stream: the file that "Insert, Object, Package" puts into a document."""
    label, path = name.encode() + b"\0", b"C:\\" + name.encode() + b"\0"
    body = (
        b"\2\0" + label + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path + struct.pack("<I", len(data)) + data
    )
    return struct.pack("<I", len(body)) + body
