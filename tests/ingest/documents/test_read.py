import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.limits import default_limits
from ingest.documents import sniff, sniff_packed, sniff_text
from ingest.documents.document import document_from_plain, document_to_plain
from ingest.documents.read import NO_READERS, READERS, read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.message import Problem, ProblemCode

DOCUMENTS = Path(__file__).parents[2] / "documents"
BLIND = Surroundings(recognise=lambda picture, limits: Recognised(""), admit=lambda filename: None)
LETTER = "I am writing about my social worker at Larkfield House."


def golden(name):
    return (DOCUMENTS / name).read_bytes()


def zip_of(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def ole(*names):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(name.encode("utf-16-le") for name in names)


UNREAD = {
    "nothing in it": (b"", ProblemCode.EMPTY, "ask the sender"),
    "only blanks": (b" \r\n\0", ProblemCode.EMPTY, "ask the sender"),
    "a locked pdf": (golden("locked.pdf"), ProblemCode.PASSWORD, "password"),
    "a locked word document": (ole("EncryptionInfo", "EncryptedPackage"), ProblemCode.PASSWORD, "password"),
    "a damaged mail saved from outlook": (ole("__substg1.0_0037001F"), ProblemCode.DAMAGED, "Outlook"),
    "a slide show of nothing": (zip_of(**{"ppt/presentation.xml": "x"}), ProblemCode.DAMAGED, "PowerPoint"),
    "an old word document cut off": (ole("WordDocument"), ProblemCode.DAMAGED, "damaged"),
    "an iphone photo cut off at once": (b"\0\0\0\x18ftypheic" + b"\0" * 40, ProblemCode.DAMAGED, "damaged"),
    "a program": (b"MZ\x90\0" + b"\0" * 100, ProblemCode.UNKNOWN_TYPE, "Do not open it"),
    "bytes of no known kind": (bytes(range(256)) * 4, ProblemCode.UNKNOWN_TYPE, "with care"),
    "a pdf cut off in the middle": (golden("letter.pdf")[:900], ProblemCode.DAMAGED, "damaged"),
    "a word document cut off at once": (golden("letter.docx")[:900], ProblemCode.DAMAGED, "damaged"),
    "a picture cut off at once": (golden("photo.jpg")[:60], ProblemCode.DAMAGED, "damaged"),
}


@pytest.mark.parametrize(("data", "code", "words"), UNREAD.values(), ids=UNREAD.keys())
def test_what_cannot_be_read_is_said_in_plain_words(data, code, words):
    document = read_document("file", "application/octet-stream", data)
    (problem,) = document.problems
    assert (problem.code, problem.part, problem.unread) == (code, "file", True)
    assert words in problem.words
    assert (document.text, document.confidence) == ("", None)


RECORDINGS = {
    "voicemail": (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    "voice note": (b"\0\0\0\x18ftypM4A " + b"\0" * 2_000_000, "audio/mp4"),
    "whatsapp note": (b"OggS\0" + b"\0" * 50, "audio/ogg"),
    "old phone": (b"#!AMR\n" + b"\1" * 50, "audio/amr"),
    "phone film": (b"\0\0\0\x18ftypmp42" + b"\0" * 50, "video/mp4"),
    "iphone film": (b"\0\0\0\x14ftypqt  " + b"\0" * 50, "video/quicktime"),
}


@pytest.mark.parametrize(("data", "media_type"), RECORDINGS.values(), ids=RECORDINGS.keys())
def test_a_recording_is_kept_and_said_to_be_one(data, media_type):
    document = read_document("note", "", data)
    (problem,) = document.problems
    assert (document.media_type, problem.code, problem.unread) == (media_type, ProblemCode.RECORDING, True)
    assert "B)" in problem.words


def test_a_recording_is_told_its_size():
    problem = read_document("note", "", b"\0\0\0\x18ftypM4A " + b"\0" * 2_000_000).problems[0]
    assert "sound recording (M4A, 1.9 MB)" in problem.words


TEXTS = {
    "plain": ("a.txt", "text/plain", "£40 owed to Zoë".encode(), "£40 owed to Zoë"),
    "windows letters": ("a.txt", "text/plain", "£40 owed to Zoë".encode("cp1252"), "£40 owed to Zoë"),
    "notepad unicode": ("a.txt", "", "£40 owed".encode("utf-16"), "£40 owed"),
    "html by its words": (
        "a.dat",
        "",
        b"<!DOCTYPE html><p>No <b>visit</b> came</p><script>x()</script>",
        "No visit came",
    ),
    "table": (
        "calls.csv",
        "",
        b'Date,Call\r\n3 March,"no answer, twice"\r\n',
        "Date | Call\n3 March | no answer, twice",
    ),
    "table with semicolons": ("calls.csv", "", b"Date;Call\n3 March;none\n", "Date | Call\n3 March | none"),
    "pdf called a word document": ("a.docx", "application/msword", golden("letter.pdf"), LETTER),
    "text called a pdf": ("a.pdf", "application/pdf", b"Nobody came.", "Nobody came."),
}


@pytest.mark.parametrize(("name", "declared", "data", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_words_are_read_by_what_the_bytes_are(name, declared, data, text):
    document = read_document(name, declared, data)
    assert text in document.text
    assert (document.confidence, document.problems) == (1.0, ())


def test_hidden_words_of_a_page_are_said_to_be_hidden():
    document = read_document("a.html", "text/html", b"<p>Seen</p><p style='display:none'>unseen</p>")
    assert document.text == "Seen"
    assert [(problem.code, problem.unread) for problem in document.problems] == [(ProblemCode.HIDDEN_TEXT, False)]


LIMITS = {
    "document_bytes": (5, b"too many bytes", ProblemCode.TOO_LARGE, ""),
    "document_characters": (5, b"words and more", ProblemCode.TOO_LARGE, "words"),
    "csv_rows": (1, b"a,b\nc,d\n", ProblemCode.TOO_MANY, "a | b"),
    "document_pages": (1, golden("letter.pdf"), ProblemCode.TOO_MANY, LETTER),
    "image_pixels": (1000, golden("photo.jpg"), ProblemCode.TOO_LARGE, ""),
}


@pytest.mark.parametrize(("name", "case"), LIMITS.items(), ids=LIMITS.keys())
def test_what_is_over_a_limit_is_named_with_the_limit(name, case):
    most, data, code, text = case
    document = read_document("file.csv", "", data, replace(default_limits(), **{name: most}))
    (problem,) = document.problems
    assert (problem.code, problem.unread) == (code, True)
    assert text in document.text
    assert bool(document.text) == bool(text)


@pytest.mark.parametrize(("name", "most"), [("zip_members", 3), ("zip_expanded_bytes", 500)])
def test_a_word_document_over_a_limit_is_read_up_to_it_and_said_to_be_cut(name, most):
    document = read_document("letter.docx", "", golden("letter.docx"), replace(default_limits(), **{name: most}))
    assert next(problem.code for problem in document.problems if problem.unread) == ProblemCode.TOO_LARGE


def test_a_document_is_not_opened_without_leave():
    refusal = Problem(code=ProblemCode.CRASHED, words="It ended the reader before.", part="a.txt")
    world = Surroundings(recognise=lambda picture, limits: Recognised(""), admit=lambda filename: refusal)
    with reading_with(world):
        assert read_document("a.txt", "", b"words").problems == (refusal,)
    assert read_document("a.txt", "", b"words").text == "words"


@pytest.mark.parametrize("fault", [MemoryError(), RecursionError(), KeyError("x"), zipfile.BadZipFile("x")])
def test_what_a_library_raises_becomes_a_problem(monkeypatch, fault):
    def reader(source):
        raise fault

    monkeypatch.setitem(READERS, "text/plain", reader)
    (problem,) = read_document("a.txt", "", b"words").problems
    assert problem.unread


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\0", b"<html>"]
    ),
    rest=st.binary(max_size=300),
)
def test_any_bytes_become_a_document(start, rest):
    with reading_with(BLIND):
        document = read_document("x", "", start + rest)
    assert document.text or document.problems or document.media_type.startswith("image/")
    assert document_from_plain(document_to_plain(document)) == document


@settings(max_examples=60, deadline=None)
@given(data=st.data(), name=st.sampled_from(["letter.pdf", "form.pdf", "table.pdf", "letter.docx"]))
def test_a_damaged_document_never_raises(data, name):
    whole = bytearray(golden(name))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with reading_with(BLIND):
        document = read_document(name, "", bytes(whole))
    assert all(0 <= start < end <= len(document.text) for start, end in document.unclear)


def test_every_type_has_a_reader_or_words_and_never_both():
    assert set(READERS) & set(NO_READERS) == set()
    marks = (*sniff.MAGIC, *sniff_packed.ZIP_MARKS, *sniff_packed.OLE_MARKS)
    known = {kind for _, kind in marks} | set(sniff_text.XML_KINDS.values())
    known = {kind for kind in known if not kind.startswith(("audio/", "video/"))}
    assert known - set(READERS) - set(NO_READERS) == set()


TYPES = {
    "english that begins like a bitmap": (b"BMI was not taken at the visit", "text/plain"),
    "english that begins like a program": (b"MZ is what the children call me", "text/plain"),
    "english that begins like a song": (b"ID3 was shown at the door", "text/plain"),
    "english that begins like a film": (b"the ftypes of visit were wrong", "text/plain"),
    "a song": (b"ID3\x03\x00\x00" + bytes(60), "audio/mpeg"),
    "a pdf behind a fax header": (b"FAX 0123\r\n%PDF-1.4\n", "application/pdf"),
    "an excel workbook": (zip_of(**{"xl/workbook.xml": "x"}), sniff.XLSX),
    "an open document": (zip_of(mimetype=sniff.ODT), sniff.ODT),
    "a zip that calls itself a recording": (zip_of(mimetype="audio/mpeg"), "application/zip"),
    "an open document sheet": (
        zip_of(mimetype=sniff.ODT.replace("text", "spreadsheet")),
        sniff.ODT.replace("text", "spreadsheet"),
    ),
    "a zip that is none": (b"PK\x03\x04rubbish", "application/zip"),
}


@pytest.mark.parametrize(("data", "media_type"), TYPES.values(), ids=TYPES.keys())
def test_the_type_is_told_by_the_bytes(data, media_type):
    assert sniff.media_type_of(data) == media_type
