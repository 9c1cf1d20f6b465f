import plistlib
import struct

import pytest

from ingest.documents.read import read_document
from ingest.message import ProblemCode

READ = {
    "a chat kept by an android telephone": (
        b'<?xml version="1.0"?><smses><sms address="+44" body="You will never see him again" date="1"/></smses>',
        "You will never see him again",
    ),
    "a chat kept by facebook": (
        b'{"messages": [{"sender_name": "Jo", "content": "it\\u00e2\\u0080\\u0099s no"}, {"content": "why"}]}',
        "sender_name: Jo\ncontent: it’s no\ncontent: why",
    ),
    "xml with words in its elements": (
        b'<?xml version="1.0"?><call><who>Jo</who><what>no <b>an</b>swer</what></call>', "Jo\nno answer",
    ),
    "a contact card": (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jo Bell\r\nTEL;TYPE=cell:0123\r\nNOTE:Our social\r\n  worker\\, gone\r\nEND:VCARD\r\n",
        "Name: Jo Bell\nTelephone: 0123\nNote: Our social worker, gone",
    ),
    "an old contact card": (
        b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB\nEND:VCARD\n", "Name: Zoë",
    ),
    "a calendar": (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Core group\nEND:VEVENT\nEND:VCALENDAR\n", "What: Core group",
    ),
    "braces that are no data": (b"{ this is a letter }", "{ this is a letter }"),
    "data nested too deep": (b"[" * 100_000 + b"]" * 100_000, "[[[["),
    "a picture of words": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><style>x{}</style><text>Nobody came</text></svg>', "Nobody came",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "text"), READ.values(), ids=READ.keys())
def test_files_of_programs_are_read_in_their_order(data, text):
    document = read_document("file", "", data)
    assert text in document.text
    assert document.problems == ()


LINKS = {
    "windows": (b"[InternetShortcut]\r\nURL=https://drive.example/film\r\n", "https://drive.example/film"),
    "apple": (plistlib.dumps({"URL": "https://drive.example/film"}), "https://drive.example/film"),
    "apple's short form": (
        plistlib.dumps({"URL": "https://drive.example/film"}, fmt=plistlib.FMT_BINARY), "https://drive.example/film",
    ),
    "a file on the sender's computer": (
        b"\x4c\0\0\0\x01\x14\x02\0".ljust(0x14, b"\0") + struct.pack("<I", 2).ljust(0x38, b"\0")
        + struct.pack("<IIIIIII", 60, 28, 1, 0, 28, 0, 0) + b"C:\\Jo\\film.mp4\0" + bytes(20),
        "C:\\Jo\\film.mp4",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "address"), LINKS.values(), ids=LINKS.keys())
def test_a_link_says_where_it_leads_and_that_nothing_was_read_there(data, address):
    document = read_document("film", "", data)
    assert document.text == address
    assert [(problem.code, problem.unread) for problem in document.problems] == [(ProblemCode.NO_READER, True)]


def test_damaged_xml_is_read_by_the_tags_that_stand():
    data = b'<?xml version="1.0"?><log><a x="1><b>one</b></a><call>no answer</call></lo <call>again</call>'
    document = read_document("log.xml", "", data)
    assert "no answer" in document.text
    assert "again" in document.text
    assert [problem.code for problem in document.problems] == [ProblemCode.DAMAGED]
