"""What the scan said of a mail decides what of it is read, and every person is told; words are never lost for it."""

import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from ingest.documents.document import DocumentText
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.mail_scan import MailScan, note_scan, refusal, scan_from_plain, scan_to_plain
from ingest.message import ProblemCode, all_problems
from ingest.parse import parse_message
from ingest.sandbox.box import Sandbox
from ingest.virus_scan import Outcome, Verdict

CLEAN = Verdict(outcome=Outcome.CLEAN, engine="ClamAV 1.4.6")
HARM = Verdict(outcome=Outcome.INFECTED, name="Invented.Harm-1", engine="ClamAV 1.4.6")
TOO_LARGE = Verdict(outcome=Outcome.NOT_SCANNED, engine="ClamAV 1.4.6", words="It is larger than the virus scan takes.")
LETTER, OTHER = b"Nobody has visited us.", b"I want to complain."


def _digest(data):
    return hashlib.sha256(data).hexdigest()


def _scan(mail=CLEAN, **files):
    said = {_digest(LETTER): files.get("letter", CLEAN), _digest(OTHER): files.get("other", CLEAN)}
    return MailScan(at=datetime(2026, 3, 3, 14, 5, tzinfo=UTC), mail=mail, files=said)


def _mail():
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Joan Ashby <joan.ashby@mailbox.example>", "Two files"
    mail.set_content("See both.")
    for name, data in (("letter.txt", LETTER), ("other.txt", OTHER)):
        mail.add_attachment(data, maintype="text", subtype="plain", filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("scan", "withheld", "whole"),
    [
        pytest.param(_scan(), {}, "clean", id="all clean"),
        pytest.param(
            _scan(HARM, letter=HARM), {_digest(LETTER): "Invented.Harm-1"}, "infected", id="one file is infected"
        ),
        pytest.param(
            _scan(CLEAN, letter=HARM), {_digest(LETTER): "Invented.Harm-1"}, "infected", id="only seen by itself"
        ),
        pytest.param(_scan(HARM), {"*": "Invented.Harm-1"}, "infected", id="nobody knows where"),
        pytest.param(_scan(TOO_LARGE), {}, "not_scanned", id="too large as a whole"),
        pytest.param(_scan(CLEAN, other=TOO_LARGE), {}, "not_scanned", id="one file too large"),
        pytest.param(
            _scan(TOO_LARGE, other=HARM), {_digest(OTHER): "Invented.Harm-1"}, "infected", id="the worst counts"
        ),
    ],
)
def test_what_is_withheld(scan, withheld, whole):
    assert scan.withheld == withheld
    assert scan.whole.outcome == whole
    assert scan_from_plain(scan_to_plain(scan)) == scan


def test_a_file_of_which_nothing_was_said_has_the_verdict_of_its_mail():
    assert _scan(HARM, letter=HARM).of_file("f" * 64) is HARM
    assert _scan().of_file("f" * 64) is CLEAN


def test_where_nobody_knows_where_it_sits_no_file_is_clean():
    assert _scan(HARM).of_file(_digest(LETTER)) is HARM


def test_a_clean_mail_is_as_it_was():
    message = parse_message(_mail())
    assert note_scan(message, _scan()) == message


def test_harm_in_no_file_is_said_of_the_mail_and_its_words_stay():
    message = note_scan(parse_message(_mail()), _scan(HARM))
    (problem,) = [found for found in message.problems if found.code is ProblemCode.INFECTED]
    assert "Invented.Harm-1" in problem.words
    assert not problem.unread
    assert "See both." in message.body


def test_a_file_that_was_not_scanned_is_read_and_says_so():
    message = note_scan(parse_message(_mail()), _scan(CLEAN, other=TOO_LARGE))
    first, second = message.attachments
    assert first.problems == ()
    (problem,) = second.problems
    assert (problem.code, problem.part, problem.unread) == (ProblemCode.NOT_SCANNED, "other.txt", False)
    assert second.text == OTHER.decode()


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox.from_config() as found:
        yield found


class TestWithheld:
    """A withheld file is never given to a reader."""

    def test_no_reader_gets_it(self):
        opened = []

        def read(filename, media_type, data, limits):
            opened.append(filename)
            return DocumentText(media_type="text/plain", text="words", confidence=1.0)

        world = Surroundings(
            recognise=lambda picture, limits: Recognised(""),
            admit=lambda name: None,
            withheld={_digest(LETTER): refusal("Harm")},
        )
        with reading_with(world):
            message = parse_message(_mail(), read_document=read)
        assert opened == ["other.txt"]
        assert message.attachments[0].text == ""

    @pytest.mark.parametrize(
        ("withheld", "texts"),
        [
            ({_digest(LETTER): refusal("Harm")}, ["", OTHER.decode()]),
            ({"*": refusal("Harm")}, ["", ""]),
            ({"f" * 64: refusal("Harm")}, [LETTER.decode(), OTHER.decode()]),
            ({}, [LETTER.decode(), OTHER.decode()]),
        ],
        ids=["one of two", "every file", "a file that is not there", "none"],
    )
    def test_in_the_sandbox(self, sandbox, withheld, texts):
        message = sandbox.parse(_mail(), withheld=withheld)
        assert [found.text for found in message.attachments] == texts
        assert message.body.strip() == "See both."
        refused = [found for found in message.attachments if not found.text]
        assert [found.size_bytes > 0 and found.digest != "" for found in refused] == [True] * len(refused)
        problems = [problem for problem in all_problems(message) if problem.code is ProblemCode.INFECTED]
        assert len(problems) == len(refused)
        assert all(problem.unread and "virus scan found “Harm”" in problem.words for problem in problems)
