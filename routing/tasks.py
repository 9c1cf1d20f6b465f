"""Say what somebody must do for a case, from what is in force: its kind, matters, flags, and what its writer says.

Each rule is a pure function of one case; what the task says, by when and how it ends stands in ``config/tasks.toml``.

Source: SI 2006/1738 and Getting the Best from Complaints (2006); each task's own source stands in that file.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from classify.labels import COMPLAINTS, Flag, Kind, Reason, Route, Stage
from classify.reading import FactField
from config.tasks import DueUnit, TaskKind
from config.working_days import Calendar
from routing.people_tasks import arrange_adjustments, ask_child, decide_interest, get_consent, offer_advocate
from routing.staff_names import is_surely
from routing.task_case import Asked, Rule, TaskCase

HARM_TO_STAFF: Final = (Flag.THREAT, Flag.ASSAULT, Flag.INTIMIDATION)
_ORIGINAL: Final = (
    r"(?:originals\b|original(?= (?:documents?|letters?|certificates?|papers?|photo\w*|reports?|back)\b"
    r"|\s*(?:[.,;!?]|$)))"
)
_ORIGINALS: Final = re.compile(
    rf"\b(?:return|send|give|post|have|get|want|need)\b[^.?!]{{0,60}}\b(?:{_ORIGINAL}[^.?!]{{0,30}}\bback|back[^.?!]{{0,30}}\b{_ORIGINAL})"
    rf"|\breturn\b[^.?!]{{0,40}}\b(?:{_ORIGINAL}|(?:my|our|these|the) (?:documents?|papers|photo\w*|certificates?)\b)"
    rf"|\b{_ORIGINAL}[^.?!]{{0,40}}\b(?:returned|(?:sent|given) back|back)\b",
    re.IGNORECASE,
)
_MEETING: Final = re.compile(
    r"\b(?:a|the|another|face[- ]to[- ]face|round[- ]table) meeting\b|\bmeet(?: up)? with\b", re.IGNORECASE
)
_MEDIATION: Final = re.compile(r"\bmediat(?:ion|ors?|e)\b", re.IGNORECASE)


def tasks_for(case: TaskCase) -> tuple[Asked, ...]:
    """Return every task a case asks for, what is due in hours first."""
    return tuple(asked for rule in RULES for asked in rule(case))


def due_on(task: TaskKind, anchor: date, calendar: Calendar) -> date:
    """Return the last day of a task, counted from the day it hangs on.

    Source: each task's own, in ``config/tasks.toml``.
    """
    if task.unit is DueUnit.SAME_DAY:
        return anchor
    if task.unit is DueUnit.SAME_WORKING_DAY:
        return calendar.next_working_day(anchor)
    return calendar.add_working_days(anchor, task.n)[0]


def ask_to_freeze(case: TaskCase) -> Iterator[Asked]:
    """Ask for a word about a change that is due within days.

    Source: Getting the Best from Complaints (2006) 6.5.
    """
    if Flag.URGENT_DECISION in case.flags:
        yield Asked(kind="freezing")


def pass_on_breach(case: TaskCase) -> Iterator[Asked]:
    """Ask to tell the data-protection officer of data that may be lost or shared; a mere request for data is none.

    Source: UK GDPR article 33.
    """
    if Flag.DATA_PROTECTION in case.flags and case.kind is not Kind.INFORMATION_REQUEST:
        yield Asked(kind="breach")


def pass_on_request(case: TaskCase) -> Iterator[Asked]:
    """Ask to pass a request for information on. Source: UK GDPR article 12(3); FOI Act 2000 s10."""
    if case.kind is Kind.INFORMATION_REQUEST:
        yield Asked(kind="information_request")


def refer_harm(case: TaskCase) -> Iterator[Asked]:
    """Ask whether the police must know of harm done or threatened to staff; route and clocks stay as they are."""
    if any(flag in case.flags for flag in HARM_TO_STAFF):
        yield Asked(kind="referral")


def tell_press(case: TaskCase) -> Iterator[Asked]:
    """Ask to tell the press office, by a person."""
    if Flag.MEDIA in case.flags:
        yield Asked(kind="press")


def offer_meeting(case: TaskCase) -> Iterator[Asked]:
    """Ask to offer a meeting, or mediation, to somebody who wishes for it."""
    wishes = " ".join(case.values(FactField.DESIRED_OUTCOME))
    if case.kind in COMPLAINTS and _MEETING.search(wishes):
        yield Asked(kind="meeting", because="They ask for one.")
    if case.kind in COMPLAINTS and _MEDIATION.search(wishes):
        yield Asked(kind="mediation", because="They ask for it.")


def return_originals(case: TaskCase) -> Iterator[Asked]:
    """Ask to return documents, if that was asked when they were sent."""
    if quote := case.says(_ORIGINALS):
        yield Asked(kind="originals", because=f"They write: \u201c{quote[:80]}\u201d.")


def get_recording(case: TaskCase) -> Iterator[Asked]:
    """Ask for the full and unaltered recording somebody has or offers."""
    if Flag.RECORDING in case.flags and case.kind in COMPLAINTS:
        yield Asked(kind="recording")


def tell_worker(case: TaskCase) -> Iterator[Asked]:
    """Ask whether telling the worker is safe, before they are told of a complaint about their English.

    Source: Immigration Act 2016 s77; its code of practice, section 4.
    """
    if case.has_route(Route.ENGLISH_FLUENCY):
        yield Asked(kind="staff_safety")


def agree_statement(case: TaskCase) -> Iterator[Asked]:
    """Ask to agree the statement of stage 2, and to chase it after ten working days.

    Source: SI 2006/1738 reg 16.
    """
    if case.kind in COMPLAINTS and case.stage == Stage.TWO and case.is_statement_open:
        spoken = "It was asked for by word of mouth, so its clock waits for this." if case.is_spoken else ""
        yield Asked(kind="statement", because=spoken)
        yield Asked(kind="statement_chase")


def check_matters(case: TaskCase) -> Iterator[Asked]:
    """Ask why a matter comes late, or what the provider said, before it is refused or sent on.

    Source: SI 2006/1738 reg 9; LGSCO Complaint Handling Code 2.2.
    """
    for matter in case.matters:
        if matter.reason == Reason.OVER_A_YEAR:
            yield Asked(kind="why_late", matter=matter.number)
        if matter.reason == Reason.INDEPENDENT_PROVIDER:
            provider = next(iter(case.values(FactField.PROVIDER)), "")
            yield Asked(kind="provider", matter=matter.number, because=f"It names: {provider}." if provider else "")


def change_responder(case: TaskCase) -> Iterator[Asked]:
    """Ask for somebody else where whoever is to answer is named in the complaint, or answered an earlier stage.

    Source: Getting the Best from Complaints (2006): whoever looks into a complaint has had no part in it.
    """
    named = case.values(FactField.PERSON_NAMED)
    for matter in case.matters:
        if not matter.responder:
            continue
        if found := next((name for name in named if is_surely(name, matter.responder)), ""):
            yield Asked(kind="responder", matter=matter.number, because=f"The complaint names {found}.")
        elif any(is_surely(name, matter.responder) for name in case.earlier):
            yield Asked(kind="responder", matter=matter.number, because="They answered at an earlier stage.")


RULES: Final[tuple[Rule, ...]] = (
    ask_to_freeze,
    pass_on_breach,
    pass_on_request,
    offer_advocate,
    refer_harm,
    tell_press,
    get_consent,
    decide_interest,
    ask_child,
    arrange_adjustments,
    offer_meeting,
    return_originals,
    get_recording,
    tell_worker,
    agree_statement,
    check_matters,
    change_responder,
)
"""What is due in hours stands first."""
