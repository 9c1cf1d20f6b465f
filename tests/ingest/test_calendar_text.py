"""Invitations are told in words."""

import pytest

from ingest.calendar_text import read_calendar

EVENT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("SUMMARY:Review", "What: Review"),
        ("SUMMARY;LANGUAGE=en:Review", "What: Review"),
        ("DTSTART:20260312T140000Z", "Start: 12 March 2026 14:00 UTC"),
        ("DTSTART;TZID=Europe/London:20260312T140000", "Start: 12 March 2026 14:00"),
        ("DTEND;VALUE=DATE:20260312", "End: 12 March 2026"),
        ("DTSTART:20261399", "Start: 20261399"),
        ("LOCATION:Hall\\, room 4\\; left", "Where: Hall, room 4; left"),
        ("DESCRIPTION:one\\ntwo \n  three", "Details: one\ntwo  three"),
        ("ORGANIZER;CN=Dana:mailto:d@ashdown.example", "From: Dana (d@ashdown.example)"),
        ("ORGANIZER:mailto:d@ashdown.example", "From: mailto:d@ashdown.example"),
        ("STATUS:CANCELLED", "Status: CANCELLED"),
    ],
)
def test_what_matters_is_told(line, words):
    assert read_calendar(EVENT.format(line)) == words


@pytest.mark.parametrize("text", ["", "hello", "BEGIN:VEVENT\nUID:1\nEND:VEVENT", "SUMMARY:outside any event"])
def test_a_file_without_a_word_for_people_is_shown_as_it_is(text):
    assert read_calendar(text) == text
