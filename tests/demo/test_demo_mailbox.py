"""The demonstration's mailbox holds what it promises, and what it promises are codes the product knows."""

import re
import tomllib
from collections import Counter
from datetime import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from io import BytesIO

import docx
import pdfplumber
import pytest
from pdfplumber.utils.exceptions import PdfminerException
from PIL import Image

from classify.labels import COMPLAINTS, Flag, Kind, Reason, Route, Stage
from config.demo import make_attachments, make_mailbox
from ingest.parse import parse_message

EXPECTED = tomllib.loads((make_mailbox.HERE / "expected.toml").read_text(encoding="utf-8"))["mail"]
RAW = {path.name: path.read_bytes() for path in sorted(make_mailbox.MAILBOX.glob("*.eml"))}
MAILS = {name: message_from_bytes(raw, policy=default) for name, raw in RAW.items()}
KEYS = {"file", "shows", "sender", "days_before", "time", "kind", "routes", "reasons", "stage", "flags"} | {
    "flags_unscored",
    "attachments",
    "automatic",
}
MAY_HAVE = {"information", "same_words_as", "belongs_to", "reference", "complainant"}
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

each_entry = pytest.mark.parametrize("entry", EXPECTED, ids=lambda entry: entry["file"].removesuffix(".eml"))


def text_parts(mail: EmailMessage) -> list[EmailMessage]:
    return [part for part in mail.walk() if part.get_content_maintype() == "text"]


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    return "" if body is None else " ".join(body.get_content().split())


def attachments_of(mail: EmailMessage) -> list[EmailMessage]:
    # A nested mail's own parts belong to it; what a bounce brings back has no name.
    if mail.get_content_type() == "multipart/report":
        return list(mail.iter_parts())[1:]
    return [part for part in mail.iter_parts() if part.get_content_disposition() == "attachment"]


def attached(name: str, filename: str) -> bytes:
    part = next(part for part in attachments_of(MAILS[name]) if part.get_filename() == filename)
    return part.get_content()


def expected_attachments(maker: str) -> list[tuple[str, dict]]:
    made = {
        line.partition("|")[2].rpartition("|")[2].strip()
        for name in MAILS
        for line in (value for field, value in make_mailbox.read_text(name[:-4]).headers if field == "Attach")
        if line.partition("|")[0].strip() == maker
    }
    found = [(e["file"], a) for e in EXPECTED for a in e["attachments"] if a["filename"] in made]
    assert found, f"no attachment made by {maker}"
    return found


def test_every_mail_has_its_expectation_and_every_expectation_its_mail():
    assert [entry["file"] for entry in EXPECTED] == list(RAW)
    assert len(RAW) >= 44


def test_the_mailbox_stays_small_enough_to_be_kept_with_the_code():
    assert sum(map(len, RAW.values())) < 4_000_000


@each_entry
def test_an_expectation_is_written_in_the_products_own_codes(entry):
    assert set(entry) - MAY_HAVE == KEYS
    kind = Kind(entry["kind"])
    routes = [Route(code) for code in entry["routes"]]
    assert routes == [route for route in Route if route in routes]
    assert len([Reason(code) for code in entry["reasons"]]) == routes.count(Route.OUT_OF_SCOPE)
    scored, unscored = {Flag(code) for code in entry["flags"]}, {Flag(code) for code in entry["flags_unscored"]}
    assert not scored & unscored
    assert bool(routes) == (kind in COMPLAINTS)
    assert (entry["stage"] in set(Stage)) == (kind in COMPLAINTS)
    assert entry["stage"] in {*Stage, ""}
    assert bool(entry["automatic"]) == (kind is Kind.AUTOMATIC)
    assert (entry.get("information") in {"foi", "sar", "policy"}) == (kind is Kind.INFORMATION_REQUEST)


@each_entry
def test_a_mail_parses_and_comes_from_its_sender_at_its_time(entry):
    mail = MAILS[entry["file"]]
    assert not mail.defects
    assert not [defect for part in mail.walk() for defect in part.defects]
    (sender,) = mail["From"].addresses
    assert sender.addr_spec == entry["sender"]
    assert "childrens.complaints@brackenshire.example" in mail["To"]
    assert mail["Message-ID"].startswith("<")
    sent_at = make_mailbox.place_on_calendar(entry["days_before"], time.fromisoformat(entry["time"]))
    assert mail["Date"].datetime == sent_at


@each_entry
def test_only_addresses_and_numbers_set_aside_for_fiction_occur(entry):
    mail = MAILS[entry["file"]]
    headers = [str(value) for part in mail.walk() for value in part.values()]
    words = "\n".join(headers + [part.get_content() for part in text_parts(mail)])
    domains = re.findall(r"[\w.+-]+@([\w.-]+\w)", words) + re.findall(r"https?://(?!www\.w3\.org)([\w.-]+)", words)
    assert domains
    assert [domain for domain in domains if not domain.endswith(".example")] == []
    numbers = [re.sub(r"\s", "", number) for number in re.findall(r"\b0\d{4}\s?\d{6}\b", words)]
    assert [number for number in numbers if not number.startswith(("01632960", "07700900"))] == []
    assert not re.search(r"\{\{|\[\[|lorem ipsum|TODO", words)


@each_entry
def test_attachments_are_of_the_promised_names_and_types(entry):
    parts = attachments_of(MAILS[entry["file"]])
    promises = entry["attachments"]
    assert [part.get_content_type() for part in parts] == [promised["media_type"] for promised in promises]
    assert all(
        part.get_filename() in (None, promised["filename"]) for part, promised in zip(parts, promises, strict=True)
    )
    assert all(bool(promised["contains"]) == promised["readable"] for promised in promises)


@each_entry
def test_the_committed_words_are_those_the_maker_makes_from_the_texts(entry):
    name = entry["file"]
    sent_at = make_mailbox.place_on_calendar(entry["days_before"], time.fromisoformat(entry["time"]))
    made = message_from_bytes(make_mailbox.make_mail(name[:-4], sent_at, draw_attachments=False), policy=default)
    committed = MAILS[name]
    assert {field: made[field] for field in ("From", "Subject", "Message-ID")} == {
        field: committed[field] for field in ("From", "Subject", "Message-ID")
    }
    bodies = [[mail.get_body((kind,)) for kind in ("plain", "html")] for mail in (made, committed)]
    assert [part and part.get_content() for part in bodies[0]] == [part and part.get_content() for part in bodies[1]]


def test_no_two_mails_share_their_words_but_the_one_sent_twice():
    words = {name: words_of(mail) for name, mail in MAILS.items()}
    repeats = {entry["file"]: entry["same_words_as"] for entry in EXPECTED if "same_words_as" in entry}
    assert repeats
    assert all(words[repeat] == words[original] for repeat, original in repeats.items())
    counts = Counter(text for name, text in words.items() if name not in repeats)
    assert [text for text, count in counts.items() if count > 1] == []


def test_each_mail_has_its_own_message_id():
    assert len({mail["Message-ID"] for mail in MAILS.values()}) == len(MAILS)


def test_a_mail_that_continues_a_case_replies_to_an_earlier_one():
    continued = {entry["file"]: entry["belongs_to"] for entry in EXPECTED if "belongs_to" in entry}
    assert continued
    for later, earlier in continued.items():
        assert MAILS[later]["In-Reply-To"] == MAILS[earlier]["Message-ID"]
        assert MAILS[later]["Date"].datetime > MAILS[earlier]["Date"].datetime


def test_a_quoted_case_reference_stands_in_the_mail():
    for entry in EXPECTED:
        mail = MAILS[entry["file"]]
        assert entry.get("reference", "") in f"{mail['Subject']} {words_of(mail)}"


def test_the_mailbox_shows_every_kind_route_stage_reason_and_flag():
    assert {entry["kind"] for entry in EXPECTED} == set(Kind)
    assert {route for entry in EXPECTED for route in entry["routes"]} == set(Route)
    assert {entry["stage"] for entry in EXPECTED if entry["stage"]} == set(Stage)
    flags = {flag for entry in EXPECTED for flag in entry["flags"]}
    assert flags == set(Flag)
    assert {reason for entry in EXPECTED for reason in entry["reasons"]} == set(Reason)
    assert max(len(entry["routes"]) for entry in EXPECTED) == 4
    assert {entry["days_before"] for entry in EXPECTED} == set(range(10))


def test_lengths_run_from_one_line_to_a_thousand_words():
    lengths = sorted(len(words_of(mail).split()) for mail in MAILS.values())
    assert lengths[0] == 0
    assert lengths[1] < 30
    assert lengths[-1] > 800


def test_a_pdf_letter_and_a_word_file_say_what_is_promised():
    for name, promised in expected_attachments("pdf"):
        with pdfplumber.open(BytesIO(attached(name, promised["filename"]))) as letter:
            assert promised["contains"] in " ".join((letter.pages[0].extract_text() or "").split())
    for name, promised in expected_attachments("docx"):
        document = docx.Document(BytesIO(attached(name, promised["filename"])))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any(promised["contains"] in cell for cell in cells)
        assert document.sections[0].header.paragraphs[0].text


def test_a_scan_holds_a_picture_and_no_words():
    for name, promised in expected_attachments("scan"):
        with pdfplumber.open(BytesIO(attached(name, promised["filename"]))) as scan:
            assert not scan.pages[0].extract_text()
            assert len(scan.pages[0].images) == 1


@pytest.mark.parametrize(("maker", "file_format"), [("photo", "JPEG"), ("screen", "PNG")])
def test_a_picture_is_large_enough_to_be_read(maker, file_format):
    for name, promised in expected_attachments(maker):
        with Image.open(BytesIO(attached(name, promised["filename"]))) as picture:
            assert picture.format == file_format
            assert min(picture.size) >= 1000


@pytest.mark.parametrize("maker", ["locked", "damaged"])
def test_a_locked_or_damaged_pdf_gives_nothing(maker):
    for name, promised in expected_attachments(maker):
        assert not promised["readable"]
        with pytest.raises(PdfminerException):
            pdfplumber.open(BytesIO(attached(name, promised["filename"])))


def test_a_nested_mail_and_a_bounce_are_what_they_say():
    for entry in EXPECTED:
        for promised in entry["attachments"]:
            if promised["media_type"] == "message/rfc822":
                inner = attachments_of(MAILS[entry["file"]])[-1].get_content()
                assert promised["contains"] in words_of(inner)
    bounce = MAILS["36-bounce.eml"]
    assert bounce.get_content_type() == "multipart/report"
    assert bounce["Return-Path"] == "<>"
    assert [part.get_content_type() for part in bounce.iter_parts()] == [
        "text/plain",
        "message/delivery-status",
        "message/rfc822",
    ]


@each_entry
def test_the_product_reads_each_mail_as_promised(entry):
    message = parse_message(RAW[entry["file"]])
    assert (message.sender.address, message.automatic or "") == (entry["sender"], entry["automatic"])
    found = [(a.filename, a.media_type, bool(a.text)) for a in message.attachments]
    assert found == [(a["filename"], a["media_type"], a["readable"]) for a in entry["attachments"]]
    for attachment, promised in zip(message.attachments, entry["attachments"], strict=True):
        assert promised["contains"] in " ".join(attachment.text.split())
        assert bool(attachment.problems) != promised["readable"]


@pytest.mark.parametrize(
    ("name", "own", "not_own"),
    [
        ("24-stage-two-gmail.eml", "take this to stage 2", "I have not upheld your complaint"),
        ("25-stage-three-outlook.eml", "a Review Panel at stage 3", "Points 1 and 6 are upheld"),
        ("28-forwarded-by-worker.eml", "I want an apology to Ruby", "nothing here is quoted"),
        ("57-old-windows.eml", "school trip to Orléans (£385)", "nothing here is quoted"),
        ("54-polish.eml", "Chciałabym złożyć skargę", "nothing here is quoted"),
        ("55-arabic.eml", "أريد أن أقدم شكوى", "nothing here is quoted"),
        ("56-outlook-html.eml", "they aren’t a record of what took place", "MsoNormal"),
        ("02-contact-cancelled.eml", "an hour and ten each way and I was sat in the waiting room", "=20"),
    ],
    ids=lambda text: text[:20],
)
def test_the_writers_own_words_come_out_whole(name, own, not_own):
    message = parse_message(RAW[name])
    assert own in " ".join(message.own_words.split())
    assert not_own not in message.own_words


def test_odd_packings_are_on_the_wire_as_promised():
    old = MAILS["57-old-windows.eml"]
    assert (old.get_content_charset(), old["Content-Transfer-Encoding"]) == ("windows-1252", "8bit")
    assert "£214.20".encode("cp1252") in RAW["57-old-windows.eml"]
    assert [part.get_content_type() for part in MAILS["56-outlook-html.eml"].walk()] == ["text/html"]
    assert "MsoNormal" in MAILS["56-outlook-html.eml"].get_content()
    assert words_of(MAILS["62-photo-only.eml"]) == ""
    assert not MAILS["67-no-subject.eml"]["Subject"]
    assert getaddresses([MAILS["11-foster-standards-of-care.eml"]["Cc"]])


@pytest.mark.parametrize(
    "make",
    [
        make_attachments.make_pdf,
        make_attachments.make_locked_pdf,
        make_attachments.make_damaged_pdf,
        make_attachments.make_word,
        make_attachments.make_sound,
    ],
    ids=lambda make: make.__name__,
)
def test_the_same_text_gives_the_same_attachment(make):
    text = (make_mailbox.TEXTS / "03-meetings.txt").read_text(encoding="utf-8")
    assert make(text, "a") == make(text, "a")
