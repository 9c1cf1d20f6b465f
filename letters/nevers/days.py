"""Find days that a letter may not state: days that nobody knows, and days that are none."""

from datetime import date
from typing import Final

from classify.reading import FactField
from letters.dates import WEEKDAYS, find_dates, london_day
from letters.draft import Draft, LetterCase
from letters.nevers.offence import Never, Offence, fact_values, own_paragraphs


def known_dates(case: LetterCase) -> frozenset[date]:
    """Return every day a letter may state: of the case, of its deadlines, those the writer gave as facts, those said.

    A day that somebody said for this letter stands in the record, as the case's own days do.
    """
    days = {london_day(case.received_at), case.written_on, *(d.due_on for d in case.deadlines if d.due_on)}
    days |= {d.anchor_on for d in case.deadlines}
    days |= {day for d in case.deadlines for day in (d.paused_since, d.first_due_on) if day}
    days |= {extension.until_on for d in case.deadlines for extension in d.extensions}
    days |= {day for day in (case.safeguarding_escalated_on, case.stage_requested_on, case.acknowledged_on) if day}
    for value in fact_values(case, FactField.EVENT_DATE):
        try:
            days.add(date.fromisoformat(value))
        except ValueError:
            continue
    return frozenset(days | said_dates(case))


def said_dates(case: LetterCase) -> frozenset[date]:
    """Return the days that somebody said for this letter, by themselves or within a line ("On 3 March 2026 you ...").

    A day said without its year is that of the year of the letter, or of the year before if it has not come yet.
    """
    said = (d for words in case.said.values() for d in find_dates(words))
    return frozenset(day for d in said if (day := d.day_before(case.written_on)))


def find_unknown_date(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a date that is none of this case's."""
    known = known_dates(case) | {draft.written_on}
    said = ((key, d) for key, text in own_paragraphs(draft, case) for d in find_dates(text))
    return next((Offence(what=d.words, paragraph=key) for key, d in said if not d.is_one_of(known)), None)


def find_no_day(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a date that no calendar has, or one that falls on another day of the week than the letter says."""
    for key, text in own_paragraphs(draft, case):
        for said in find_dates(text):
            day = said.day_near(draft.written_on)
            if day is None:
                return Offence(what=f"“{said.words}” is no day of the calendar", paragraph=key)
            if said.weekday and said.weekday != WEEKDAYS[day.weekday()]:
                return Offence(what=f"“{said.words}” is a {WEEKDAYS[day.weekday()]}", paragraph=key)
    return None


NEVERS: Final[tuple[Never, ...]] = (
    Never(key="known_dates", words="Only dates of this case", find=find_unknown_date),
    Never(key="real_dates", words="Only days that the calendar has", find=find_no_day),
)
