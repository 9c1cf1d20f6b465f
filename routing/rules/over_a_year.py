"""Propose not to take up what the person has known of for more than a year.

The Regulations count from when the grounds arose, the Code from the event or from learning of it, one council's page
from becoming aware: the latest counts here. A trouble that goes on, or was learned of lately, is in time; and a person
may always take up what it would not have been reasonable to expect sooner and can still be looked into fairly.
Source: SI 2006/1738 reg 9; LGSCO Complaint Handling Code paras 2.1 to 2.5; northyorks.gov.uk, Children's social care
complaints, What can't I complain about.
"""

from datetime import date, timedelta

from classify.labels import Reason
from classify.reading import FactField
from routing.rule import Check, Facts, Point, always, phrases, refusal, said

YEAR = timedelta(days=366)


def is_dated_within_a_year(_point: Point, facts: Facts) -> bool:
    """Say whether the message gives a date of the last twelve months."""
    return any(facts.received_on - YEAR <= day <= facts.received_on for day in event_days(facts))


def event_days(facts: Facts) -> tuple[date, ...]:
    """Return the dates the message gives for what happened, as far as they are whole dates."""
    days = []
    for fact in facts.facts(FactField.EVENT_DATE):
        try:
            days.append(date.fromisoformat(fact.value))
        except ValueError:
            # "March 2024" is a date to a reader and no date to count with.
            continue
    return tuple(days)


RULE = refusal(
    Reason.OVER_A_YEAR,
    source="SI 2006/1738 reg 9; LGSCO Complaint Handling Code paras 2.1-2.5",
    words=(
        "The words put this more than a year back. It can be left out if the person knew of it then, but only after "
        "asking why it comes now and weighing whether it can still be looked into fairly."
    ),
    hints=phrases(
        r"(?:19|20)\d\d|years? ago|years (?:back|later)|when I was|over a year|(?:two|three|four|five|ten|\d+) years"
        "|long time ago|back in|at the time"
    ),
    checks=(
        Check(
            code="why_late",
            words="Why does it come now? Illness, being a child or in care, or not having known are good reasons.",
            when=always,
        ),
        Check(
            code="dates_within_a_year",
            words="The message also gives a date of the last twelve months. Does the trouble go on?",
            when=is_dated_within_a_year,
        ),
        Check(
            code="learned_lately",
            words="The person may have learned of it, or it may still go on, within the last year: then it is in time.",
            when=said(
                "still|ever since|to this day|only (?:just )?(?:found|learned|learnt|discovered)|just (?:found|got)"
                "|my file|my records|ongoing|continues?"
            ),
        ),
    ),
)
