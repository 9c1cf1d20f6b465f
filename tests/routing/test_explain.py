"""The explanation a person reads: everything suggested is in it, with its words, its source and its dates."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from classify.labels import Flag, Kind, Subject
from config.packs import load_calendar, load_procedures
from ingest.message import Attachment
from ingest.page_starts import PageStart
from routing.beside import KIND_WORDS, UNREAD_WORDS
from routing.chain import CHAIN
from routing.clock import clock_for
from routing.clocks.pauses import Pause
from routing.deadlines import What, deadlines_for
from routing.explain import DUE, SURENESS, UNITS, explain
from tests.classify.messages import message
from tests.routing.readings import assess_text

TEXT = "The judge decides contact on 3 March. She is always late for our visits."
PROCEDURES = load_procedures()


def _explained(received: datetime = datetime(2026, 12, 24, 10, tzinfo=UTC), **reading) -> str:
    found = assess_text(
        TEXT,
        subjects=[
            (Subject.COURT_PROCEEDINGS, 0.97, ["The judge decides contact on 3 March."]),
            (Subject.STATUTORY, 0.9, ["She is always late for our visits."]),
        ],
        gist="Late for visits",
        **reading,
    )
    clock = clock_for(found, received_at=received, procedures=PROCEDURES)
    return explain(found, deadlines_for(clock, calendar=load_calendar()))


def test_it_names_each_matter_with_its_rule_source_and_words():
    said = _explained()
    for part in (
        "Late for visits",
        "Kind: complaint. Sure.",
        "Matter 1: out of scope: court proceedings. Sure.",
        "A proposal only: a person decides",
        "SI 2006/1738 reg 8",
        "\u201cThe judge decides contact on 3 March.\u201d (message)",
        "Matter 2: statutory. Fairly sure.",
        "Procedure: statutory_default",
        "Stage: 1.",
        "Rules that took a point: court_proceedings, statutory.",
        "Rules asked in vain: criminal_investigation",
        "Version: reading:test; routing:",
    ):
        assert part in said


def test_a_paused_date_is_said_to_be_none():
    found = assess_text(TEXT, Subject.STATUTORY)
    clock = clock_for(found, received_at=datetime(2026, 9, 1, 10, tzinfo=UTC), procedures=PROCEDURES)
    paused = replace(clock, pauses=(Pause(from_on=date(2026, 9, 7), until_on=None, why="proceedings"),))
    said = explain(found, deadlines_for(paused, calendar=load_calendar()))
    assert "Reply (matter 1, stage 1): no date while paused since Monday 7 September 2026" in said
    assert "Acknowledge: by Tuesday 8 September 2026" in said


def test_it_counts_each_date_and_names_the_holidays_skipped():
    said = _explained()
    assert "Acknowledge: by Tuesday 5 January 2027" in said
    assert "Reply (matter 2, stage 1): by Tuesday 12 January 2027" in said
    assert "10 working days from receipt, 24 December 2026. SI 2006/1738 reg 14" in said
    assert "28 December (Boxing Day (substitute))" in said
    assert "the default stands in" in said
    assert "the latest possible" in said


def test_flags_come_first_and_questions_are_listed():
    said = _explained(flags=[(Flag.SAFEGUARDING, 0.5), (Flag.THREAT, 0.9)])
    assert said.index("Flag: safeguarding. Not sure.") < said.index("Kind: complaint")
    assert "- flag:safeguarding: Read these words now" in said
    assert "neither the route nor the priority" in said


def test_what_has_no_matters_and_no_dates_is_still_explained():
    said = explain(assess_text("Thank you", kind=Kind.COMPLIMENT))
    assert "Kind: compliment" in said
    assert "Rules that took a point: none." in said


def test_a_long_quotation_is_cut_and_an_attachment_is_named():
    found = assess_text("visits " * 60, Subject.STATUTORY)
    span = replace(found.matters[0].evidence[0], where="attachment:1")
    said = explain(replace(found, matters=(replace(found.matters[0], evidence=(span,)),)))
    assert "\u2026\u201d (attachment 2)" in said


def test_with_the_message_evidence_is_named_with_its_file_and_page():
    found = assess_text("Nobody ever visits.", Subject.STATUTORY)
    span = replace(found.matters[0].evidence[0], where="attachment:0", start=9, end=28)
    starts = (PageStart(start=0, name="page 1"), PageStart(start=9, name="page 2"))
    letter = Attachment(
        index=0, filename="letter.pdf", media_type="application/pdf", size_bytes=9, digest="a",
        text="Hello.\n\nNobody ever visits.", page_starts=starts,
    )  # fmt: skip
    matters = (replace(found.matters[0], evidence=(span,)),)
    said = explain(replace(found, matters=matters), message=message("See the letter.", attachments=(letter,)))
    assert "\u201d (letter.pdf, page 2)" in said


def test_the_tables_name_every_value():
    assert set(DUE) == set(What)
    assert len(SURENESS) == 3
    assert all(len(names) == 2 for names in UNITS.values())


SENTENCE_END = re.compile(r"[.?!](?:\s|$)")


def test_every_why_is_at_most_three_sentences():
    said = [rule.words for rule in CHAIN] + [check.words for rule in CHAIN for check in rule.checks]
    said += [*KIND_WORDS.values(), UNREAD_WORDS]
    for flag in Flag:
        said += [found.ruling.words for found in assess_text(TEXT, flags=[(flag, 0.9)]).flags]
    assert [words for words in said if not 1 <= len(SENTENCE_END.findall(words)) <= 3] == []


def test_every_decision_shows_the_exact_words_it_rests_on():
    said = _explained(flags=[(Flag.STAFF_CONDUCT, 0.9)])
    decided = said.split("Questions for a person:")[0].split("Rules that took")[0]
    for title in ("Kind: ", "Matter 1: ", "Matter 2: ", "Stage: ", "Flag: "):
        part = decided.split(title, 1)[1].split("\n\n")[0]
        assert "Why: " in part
        assert "Source: " in part
        assert "Words: \u201c" in part
