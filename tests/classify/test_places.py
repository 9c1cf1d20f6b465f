"""Evidence stands where a person can find it: in the mail, its subject line, or on a page of a named file."""

import pytest

from classify.places import attachment_at, places_to_plain, say_place
from ingest.message import Attachment
from ingest.page_starts import PageStart
from tests.classify.messages import message

STARTS = (PageStart(start=2, name="page 1"), PageStart(start=9, name="page 2"), PageStart(start=20, name=""))


def _file(index, name, starts=()):
    return Attachment(
        index=index, filename=name, media_type="a", size_bytes=1, digest="d", text="x" * 30, page_starts=starts
    )


MAIL = message(
    "Please see the letter.", attachments=(_file(0, "letter.pdf", STARTS), _file(1, "note.txt"), _file(2, ""))
)
PLACES = {
    "the subject line": ("subject", 0, "subject line"),
    "the mail's own words": ("body", 7, "message"),
    "a page of a letter": ("attachment:0", 12, "letter.pdf, page 2"),
    "before the first page": ("attachment:0", 1, "letter.pdf"),
    "on no page of its own": ("attachment:0", 25, "letter.pdf"),
    "a file without pages": ("attachment:1", 3, "note.txt"),
    "a file without a name": ("attachment:2", 3, "attachment 3"),
    "a file that is not there": ("attachment:9", 3, "attachment 10"),
}


@pytest.mark.parametrize(("where", "start", "said"), PLACES.values(), ids=PLACES.keys())
def test_a_place_is_said_as_a_person_would(where, start, said):
    assert say_place(where, start, MAIL) == said


def test_without_the_mail_a_file_is_known_by_its_number():
    assert say_place("attachment:0", 12) == "attachment 1"


def test_a_part_that_is_no_file_is_none():
    assert attachment_at("body", MAIL) is None
    assert attachment_at("attachment:1", MAIL) == MAIL.attachments[1]


def test_programs_are_told_each_file_and_where_its_pages_begin():
    first, second, _ = places_to_plain(MAIL)
    assert (first["where"], first["filename"]) == ("attachment:0", "letter.pdf")
    assert first["page_starts"][1] == {"start": 9, "name": "page 2"}
    assert second["page_starts"] == []
