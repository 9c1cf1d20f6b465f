import io
import zipfile

import pytest

from ingest.documents.charset_guess import charset_of
from ingest.documents.read import read_document
from ingest.documents.sniff import DOCX, PPTX, XLSX, media_type_of
from tests.ingest.outlook_files import ole

WORDS = "Nobody came on 3 March, and my son was left waiting."


def zip_of(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


LETTER = zip_of(**{"[Content_Types].xml": "<Types>wordprocessingml</Types>", "word/document.xml": "<w/>" + " " * 500})
TYPES = {
    "a letter": (LETTER, DOCX),
    "a picture whose white dots stand before its list of contents": (b"II*\x00\xa4\xa0\x18\x00" + b"\xff" * 9000, "image/tiff"),
    "words that begin as a picture does": (b"II* was the mark on the door, my son said.", "text/plain"),
    "a letter cut off": (LETTER[:-80], DOCX),
    "a letter of which only the list of parts is left": (LETTER[:90], DOCX),
    "a letter with names in Windows' way": (zip_of(**{"word\\document.xml": "<w/>"}), DOCX),
    "a letter in capitals": (zip_of(**{"Word/Document.xml": "<w/>"}), DOCX),
    "a letter after other bytes": (b"\x01\x02\x03junk" + bytes(50) + LETTER, DOCX),
    "slides": (zip_of(**{"ppt/presentation.xml": "x"}), PPTX),
    "a sheet": (zip_of(**{"xl/workbook.xml": "x"}), XLSX),
    "an e-book": (zip_of(mimetype="application/epub+zip"), "application/epub+zip"),
    "files": (zip_of(**{"a.txt": "x"}), "application/zip"),
    "an old letter": (ole({"WordDocument": b"x"}), "application/msword"),
    "an old sheet": (ole({"Workbook": b"x"}), "application/vnd.ms-excel"),
    "an old sheet that holds a letter": (
        ole({"Workbook": b"x", "MBD1": {"WordDocument": b"y"}}), "application/vnd.ms-excel",
    ),
    "old slides": (ole({"PowerPoint Document": b"x"}), "application/vnd.ms-powerpoint"),
    "a publication": (ole({"Quill": {"QuillSub": {"CONTENTS": b"x"}}}), "application/vnd.ms-publisher"),
    "a locked letter": (ole({"EncryptedPackage": b"x"}), "application/vnd.ms-office.encrypted"),
    "rich text after blanks": (b"\r\n  {\\rtf1 words}", "application/rtf"),
    "html after a comment": (b"<!-- saved from url --><html><p>words", "text/html"),
    "a word 2003 letter": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://x/wordml">',
        "application/x-wordml",
    ),
    "another file called document": (b"<?xml version='1.0'?><document><a/></document>", "application/xml"),
    "words in angle brackets": (b"<Kai> never got his letter.", "text/plain"),
    "json": (b'{"messages": [{"content": "no"}]}', "application/json"),
    "words in square brackets": (b"[Kai] never got his letter.", "text/plain"),
    "a white bitmap": (b"BM\x36\x00\x30\x00" + bytes(48) + b"\xff" * 70_000, "image/bmp"),
    "a wordperfect letter": (b"\xffWPC\x10\0\0\0\1\x0a" + bytes(40), "application/vnd.wordperfect"),
    "nothing known": (bytes(range(256)) * 9, "application/octet-stream"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "media_type"), TYPES.values(), ids=TYPES.keys())
@pytest.mark.parametrize("name", ["file", "photo.jpg"])
def test_the_type_is_told_by_the_bytes_whatever_the_name(data, media_type, name):
    assert media_type_of(data, filename=name, declared_type="image/jpeg") == media_type


CHARSETS = {
    "west european": ("£40 for Zoë’s café — “it’s fine”", "cp1252"),
    "german": ("Ich möchte mich über die Größe beschweren", "cp1252"),
    "polish": ("Dzień dobry, piszę w sprawie córki. Żaden pracownik nie przyszedł", "cp1250"),
    "russian": ("Здравствуйте! Я пишу жалобу на работу социального работника.", "cp1251"),
    "russian of old unix": ("Здравствуйте! Я пишу жалобу на работу социального работника.", "koi8-r"),
    "greek": ("Γράφω για να παραπονεθώ για την κοινωνική λειτουργό.", "cp1253"),
    "arabic": ("أكتب إليكم بخصوص شكوى من العامل الاجتماعي", "cp1256"),
    "turkish": ("Sosyal hizmet görevlisi gelmedi, çocuğum bekledi, ışık yok.", "cp1254"),
    "chinese": ("您好，我想投诉社工没有来。孩子一直在等。", "gb18030"),
    "japanese": ("こんにちは。ソーシャルワーカーについて苦情があります。", "cp932"),
    "korean": ("안녕하세요. 사회복지사에 대해 불만이 있습니다.", "cp949"),
    "windows unicode": (WORDS, "utf-16"),
    "windows unicode without its mark": (WORDS, "utf-16-le"),
    "unicode the other way round without its mark": (WORDS, "utf-16-be"),
    "russian in windows unicode without its mark": ("Никто не пришёл. Мой сын ждал.", "utf-16-le"),
    "four bytes a letter": (WORDS, "utf-32"),
    "unicode": ("Zoë — £40 — Łódź — 中文", "utf-8"),
}


@pytest.mark.parametrize(("words", "codec"), CHARSETS.values(), ids=CHARSETS.keys())
def test_a_text_file_is_read_in_the_charset_it_was_written_in(words, codec):
    document = read_document("a.txt", "text/plain", words.encode(codec))
    assert (document.text, document.problems) == (words, ())


def test_plain_english_needs_no_guess():
    assert charset_of(WORDS.encode()) is None


TABLES = {
    "commas": (b"Date,Call\n3 March,none\n", "Date | Call\n3 March | none"),
    "semicolons with commas in the cells": (b"a;b\n1,5;2,5\n3,5;4,5\n", "a | b\n1,5 | 2,5\n3,5 | 4,5"),
    "tabs": (b"a\tb\nc, d\te\n", "a | b\nc, d | e"),
    "bars": (b"a|b|c\nd|e|f\n", "a | b | c\nd | e | f"),
    "excel says which": (b"sep=;\na;b,c\n", "a | b,c"),
    "a letter in a cell": (b'Date,Call\n3 March,"no answer,\ntwice"\n', "Date | Call\n3 March | no answer, twice"),
    "one column": (b"Name\nKai\n", "Name\nKai"),
}


@pytest.mark.parametrize(("data", "text"), TABLES.values(), ids=TABLES.keys())
def test_a_table_is_read_whatever_separates_its_cells(data, text):
    assert read_document("calls.csv", "", data).text == text


def test_a_long_text_is_judged_by_the_stretch_where_utf8_ends():
    russian = "Никто не пришёл во вторник. ".encode("cp1251")
    assert charset_of(b"words " * 200_000 + russian * 40_000) == "cp1251"
    nearly = "Zoë était là. £40. ".encode() * 60_000
    assert charset_of(nearly + b"\xe9 " + nearly) is None
