"""Every mail of the demonstration gets a letter that can be signed as it stands, or says why not and what to do."""

from functools import cache
from statistics import median
from typing import Final

import pytest
from django.utils import timezone

from cases.management.commands.draft import case_of
from classify.labels import COMPLAINTS, Flag
from config.demo.make_mailbox import MAILBOX
from config.packs import load_council
from ingest.parse import parse_message
from letters.check import failed_musts
from letters.compose import compose
from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId
from letters.errors import NoLetterError
from letters.gists import is_foreign, point_words
from letters.item import whole_text
from letters.items.told_points import LISTED
from letters.naming import UNKNOWN
from letters.readability import measure
from letters.unanswered import require_nobody_at_risk

MAILS: Final = tuple(sorted(path.stem for path in MAILBOX.glob("*.eml")))
WAITS: Final = {
    "16-academy-bullying": {"safety_first"},
    "20-independent-home": {"safety_first"},
    "28-forwarded-by-worker": {"not_a_colleague"},
    "45-child-hurt-now": {"safety_first", "no_blanks"},
    "46-carer-allegation": {"safety_first"},
    "47-respite-clothes": {"safety_first"},
    "54-polish": {"no_blanks"},
    "55-arabic": {"no_blanks"},
    "62-photo-only": {"no_blanks"},
    "68-anonymous": {"not_anonymous", "no_blanks"},
    "69-ombudsman": {"no_blanks", "reply_1"},
    "72-english-with-insults": {"not_anonymous", "no_blanks"},
}
"""What a person must do before the letter is signed, because of what the message says: every other letter waits for
nothing but its signature."""

LETTERLESS: Final = {
    "26-chasing-with-reference": "add it to that case",
    "27-adds-a-photo": "add it to that case",
    "29-thank-you": "letter L14",
    "30-suggestion": "Pass it on to the service it is about",
    "31-asks-for-assessment": "letter L17",
    "32-freedom-of-information": "information team today",
    "33-copy-of-my-file": "information team today",
    "34-newsletter": "nobody is answered|not for this team",
    "35-out-of-office": "nobody is answered",
    "36-bounce": "nobody is answered",
    "37-spam": "nobody is answered|not for this team",
    "38-job-seeker": "not for this team",
    "48-not-coping": "Tell .* now",
    "59-locked-pdf": "add it to that case",
    "70-withdraws": "add it to that case",
}
"""What is said where a mail gets no letter."""
LETTERS: Final = tuple(name for name in MAILS if name not in LETTERLESS)
every_letter = pytest.mark.parametrize("name", LETTERS)


@cache
def known(name: str) -> LetterCase:
    message = parse_message((MAILBOX / f"{name}.eml").read_bytes())
    on = timezone.localdate(message.sent_at)
    return case_of(message, load_council("brackenshire"), received_at=message.sent_at, written_on=on)


@cache
def letter_of(name: str) -> Draft:
    case = known(name)
    require_nobody_at_risk(case.assessment, case.council)
    return compose(case)


@pytest.mark.parametrize("name", LETTERLESS)
def test_where_no_letter_is_drafted_it_is_said_what_to_do(name):
    with pytest.raises(NoLetterError, match=LETTERLESS[name]):
        letter_of(name)


@every_letter
def test_the_letter_waits_for_nothing_but_what_the_message_asks_of_a_person(name):
    assert {check.key for check in failed_musts(letter_of(name).checklist)} == WAITS.get(name, set())


@every_letter
def test_every_blank_names_its_cure(name):
    draft = letter_of(name)
    assert bool(draft.blanks) is ("no_blanks" in WAITS.get(name, set()))
    assert all(len(blank.split()) > 4 for blank in draft.blanks)


@every_letter
def test_every_point_that_goes_in_comes_out(name):
    case, draft = known(name), letter_of(name)
    matters = case.assessment.matters
    assert case.kind in COMPLAINTS
    assert matters
    listed = next(p for p in draft.paragraphs if p.key in LISTED and p.points)
    assert listed.points == tuple(point_words(case, m) or f"[point {m.number}]" for m in matters)
    told = "\n".join(whole_text(p) for p in draft.paragraphs if p.key.startswith(("point_", "refusal_")))
    for matter in matters:
        assert len(matters) == 1 or f"Point {matter.number}" in told or f"Points {matter.number}" in told


@every_letter
def test_the_letter_is_one_that_putright_drafts_and_greets_a_person(name):
    draft, case = letter_of(name), known(name)
    assert draft.letter in ACKNOWLEDGEMENTS
    assert draft.recipient.greeting.startswith(("Dear ", "Hello "))
    assert (draft.recipient.greeting == UNKNOWN) is (not draft.recipient.name)
    is_young = case.assessment.has(Flag.YOUNG_PERSON) and not case.assessment.has(Flag.REPRESENTATIVE)
    assert draft.recipient.greeting.startswith("Hello ") is is_young


@every_letter
def test_no_point_and_no_wish_is_cut_short_or_in_words_its_signer_cannot_read(name):
    draft = letter_of(name)
    said = [point for paragraph in draft.paragraphs for point in paragraph.points]
    for line in said:
        assert "\u2026" not in line
        assert line.count("(") == line.count(")")
        assert line.count("\u201c") == line.count("\u201d")
        assert not is_foreign(line)


@every_letter
def test_nobody_older_than_fourteen_need_be_to_read_it(name):
    assert measure(letter_of(name)).reading_age <= 14


def test_half_of_the_letters_are_for_readers_of_nine_to_twelve():
    assert 9 <= median(measure(letter_of(name)).reading_age for name in LETTERS) <= 12


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("01-visits-missed", "Dear Karen Holroyd"),
        ("05-care-leaver-grant", "Hello Tiana"),
        ("06-special-guardian-allowance", "Dear Maureen Tasker"),
        ("11-foster-standards-of-care", "Dear Alan & Christine Bewick"),
        ("41-advocate", "Dear Bronagh Tully"),
        ("42-mp-office", "Dear Tom Ibbotson"),
        ("43-solicitor", "Dear Chidi Okafor"),
        ("62-photo-only", UNKNOWN),
        ("68-anonymous", UNKNOWN),
        ("77-online-form", "Dear Michelle Oduya"),
        ("78-capitals", "Dear A J Mabbutt"),
        ("79-personal-remarks", "Dear Donna Leach"),
    ],
)
def test_each_writer_is_greeted_as_they_are_called(name, greeting):
    assert letter_of(name).recipient.greeting == greeting


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("01-visits-missed", LetterId.STATUTORY),
        ("08-school-transport", LetterId.CORPORATE),
        ("12-english-not-understood", LetterId.ENGLISH_FLUENCY),
        ("14-court-running", LetterId.OUT_OF_SCOPE),
        ("24-stage-two-gmail", LetterId.STAGE_TWO),
        ("25-stage-three-outlook", LetterId.STAGE_THREE),
        ("39-young-person-short", LetterId.YOUNG_PERSON),
        ("41-advocate", LetterId.STATUTORY),
        ("52-four-matters", LetterId.MIXED),
        ("57-old-windows", LetterId.FOSTER_CARER),
    ],
)
def test_each_gets_the_letter_that_is_theirs(name, letter):
    assert letter_of(name).letter is letter


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("49-threats", "watch herself"),
        ("49-threats", "Corsa"),
        ("54-polish", "Przepraszam"),
        ("72-english-with-insults", "boat"),
        ("79-personal-remarks", "Storey"),
        ("77-online-form", "Form received"),
    ],
)
def test_what_no_letter_repeats(name, never):
    assert never not in "\n".join(whole_text(paragraph) for paragraph in letter_of(name).paragraphs)
