"""Gather a case's letters, which further ones a person may begin, and what is known of their answers; reads only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from cases.case_beside import clocks_beside_case
from cases.desk import desk_calendar, desk_words
from cases.letter_case import letter_case, offered_letters
from cases.models import Behaviour, Case, ExtensionRow, Letter, Matter
from cases.states import MATTER_ENDED, BehaviourState, MatterState
from letters.conditions import representative_kind
from letters.dates import say_date
from letters.draft import LetterId
from routing.clocks.neighbours import NeighbourDate

ANSWER_DAYS: Final = 10
"""How many working days Putright suggests for an answer we ask for; soft, and a person may give another day."""
REQUESTS: Final[Mapping[str, str]] = {"foi": "foi", "sar": "subject_access"}
"""Which answer to “What they asked for” each clock beside the case stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersFile:
    """Hold a case's letters, the newest first, and which others may be begun for it."""

    case: Case
    letters: tuple[Letter, ...]
    offered: tuple[LetterId, ...]
    matters: tuple[Matter, ...]


def open_letters(case_id: int) -> LettersFile | None:
    """Return the letters of a case, None if there is no such case."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return None
    rows = case.letters.select_related("writer", "signer").order_by("-pk")
    matters = (m for m in case.matters.order_by("number") if MatterState(m.state) not in MATTER_ENDED)
    return LettersFile(case=case, letters=tuple(rows), offered=tuple(offered_letters(case)), matters=tuple(matters))


def first_answers(case: Case, letter: LetterId) -> dict[str, str]:
    """Return what Putright can answer itself of a letter's questions, for a person to see and change."""
    known = _KNOWN.get(letter)
    return dict(known(case)) if known else {}


def sources_of_answers(case: Case, letter: LetterId) -> dict[str, str]:
    """Return what a person must know of the answers that Putright can give, by the question: where a day comes from."""
    if letter is not LetterId.PASSED_ON:
        return {}
    said = [
        f"{found.title}: {say_date(found.due_on)} ({found.limit.source})."
        for _, found in _requests_running(case)
        if found.due_on
    ]
    return {"answer_by": " ".join(["By the clocks of this case:", *said])} if said else {}


def _answer_by(_: Case) -> Mapping[str, str]:
    return {"by": _working_days_on(ANSWER_DAYS).isoformat()}


def _consent(case: Case) -> Mapping[str, str]:
    """Return by when it would help to know, and what the flags in force say of who writes for whom."""
    known = letter_case(case)
    who = representative_kind(known)
    codes = {code for ask in desk_words().heads[LetterId.CONSENT].asks if ask.key == "who" for code, _ in ask.choices}
    said = {"who": who} if who in codes else {}
    return {**_answer_by(case), **said, **({"person": "young"} if case.is_young_person else {})}


def _extension(case: Case) -> Mapping[str, str]:
    """Return the newest extension that stands, as the page of dates holds it."""
    row = ExtensionRow.objects.filter(case=case, taken_back=False).order_by("-pk").first()
    return {"until": row.until_on.isoformat(), "reason": row.why} if row else {}


def _behaviour(case: Case) -> Mapping[str, str]:
    """Return who confirmed what the letter is about, and what they considered first."""
    rows = Behaviour.objects.filter(person_address=case.person_address, state=BehaviourState.CONFIRMED)
    row = rows.select_related("confirmed_by").order_by("pk").first()
    if row is None or row.confirmed_by is None:
        return {}
    by = row.confirmed_by
    return {
        "confirmed_by": f"{by.full_name}, {by.get_role_display().lower()}",
        "considered": row.adjustments,
        "comment_by": _working_days_on(ANSWER_DAYS).isoformat(),
    }


def _share(case: Case) -> Mapping[str, str]:
    """Return the day on which a sign of danger was passed on; who agreed to tell of it, nobody knows but a person."""
    on = letter_case(case).safeguarding_escalated_on
    return {"told_on": on.isoformat()} if on else {}


def _passed_on(case: Case) -> Mapping[str, str]:
    """Return what was asked for and by when it is due, where one clock of such a request runs; else a person says."""
    running = _requests_running(case)
    if len(running) != 1:
        return {}
    ((kind, found),) = running
    return {"kind": kind, "answer_by": found.due_on.isoformat()} if found.due_on else {}


def _requests_running(case: Case) -> list[tuple[str, NeighbourDate]]:
    """Return the requests for information beside a case that wait for an answer whose day is still to come."""
    return [
        (REQUESTS[clock.found.clock], found)
        for clock in clocks_beside_case(case)
        for found in clock.dates
        if clock.found.clock in REQUESTS
        and found.limit.met_by == found.limit.what
        and clock.note_of(found.limit) is None
        and found.due_on
        and found.due_on >= timezone.localdate()
    ]


def _working_days_on(number: int) -> date:
    calendar, day = desk_calendar(), timezone.localdate()
    for _ in range(number):
        day = calendar.next_working_day(day + timedelta(days=1))
    return day


_KNOWN: Final[Mapping[LetterId, Callable[[Case], Mapping[str, str]]]] = {
    LetterId.CONSENT: _consent,
    LetterId.MORE_INFORMATION: _answer_by,
    LetterId.EXTENSION: _extension,
    LetterId.SAFEGUARDING_SHARE: _share,
    LetterId.BEHAVIOUR_WARNING: _behaviour,
    LetterId.PASSED_ON: _passed_on,
}
