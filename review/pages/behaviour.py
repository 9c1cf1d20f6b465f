"""Lay out how a person's behaviour is dealt with: our own records of their messages, each step, and the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.desk import desk_discretion
from cases.models import Behaviour, Case
from cases.selectors.judgement import JudgementFile, arrangement_of, is_due
from cases.services.judgement.ladder import ENDED
from cases.states import BEHAVIOUR_MOVES, BehaviourState
from review.labels import FLAGS
from review.pages.rows import Desk
from review.words import say_day, say_long_day, say_weekday
from routing.contacts import ContactKind

STATES: Mapping[str, str] = {
    BehaviourState.RAISED: "A manager is to look at it",
    BehaviourState.CONFIRMED: "Found unreasonable; nobody was warned yet",
    BehaviourState.WARNED: "Warned",
    BehaviourState.RESTRICTED: "Contact is limited",
    BehaviourState.REVIEW: "Being reviewed",
    BehaviourState.ENDED: "Ended",
    BehaviourState.NOT_UPHELD: "Not upheld",
}
NEXT: Mapping[str, str] = {
    BehaviourState.RAISED: "A manager says whether it is unreasonable",
    BehaviourState.CONFIRMED: "A manager warns them, or ends it",
    BehaviourState.WARNED: "Nothing, unless it goes on",
    BehaviourState.REVIEW: "A manager says whether it goes on",
}
"""What comes next where no day of a review is set."""
KINDS: Mapping[str, str] = {
    ContactKind.REPEAT: "Repeats: after our answer, with nothing new",
    ContactKind.CAUSED: "Chasers we caused by being late",
    ContactKind.NEW: "Something new",
    ContactKind.FIRST: "The first about an issue",
    ContactKind.OTHER: "Others",
}
"""How contacts are split, as the page says it."""
SHORT: Mapping[str, str] = {
    ContactKind.REPEAT: "Repeat",
    ContactKind.CAUSED: "Caused by us",
    ContactKind.NEW: "New",
    ContactKind.FIRST: "First",
    ContactKind.OTHER: "Other",
}
STEPS: Mapping[str, str] = {
    "raised": "Raised",
    "confirmed": "Found unreasonable",
    "not_upheld": "Not upheld",
    "warned": "Warned",
    "restricted": "Contact limited",
    "reviewed": "Reviewed",
    "ended": "Ended",
}
FORMS: Mapping[str, BehaviourState] = {
    "confirm": BehaviourState.CONFIRMED,
    "not_uphold": BehaviourState.NOT_UPHELD,
    "warn": BehaviourState.WARNED,
    "restrict": BehaviourState.RESTRICTED,
    "end": BehaviourState.ENDED,
}
"""The forms of the next steps, each with the state it leads to; a limit in force has its review instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """Hold one message that was counted."""

    on: str
    issue: str
    case_id: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLadder:
    """Hold one ladder: what it is about, how it stands, each step, and which steps may be taken next."""

    id: int
    version: int
    case_id: int
    reference: str
    flags: str
    state: str
    adjustments: str
    arrangement: tuple[str, ...]
    until: str
    is_due: bool
    steps: tuple[tuple[str, str, str, str], ...]
    forms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderView:
    """Hold the part of the page that is about behaviour. ``form`` is the one with something wrong in it."""

    numbers: tuple[tuple[str, int], ...]
    total: int
    contacts: tuple[ContactRow, ...]
    is_cut: bool
    ladders: tuple[OneLadder, ...]
    flags: tuple[tuple[str, str], ...]
    may_raise: bool
    is_manager: bool
    restrictions: tuple[tuple[str, str], ...]
    keeps_open: str
    warnings: tuple[tuple[int, str], ...]
    form: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]


def lay_out_behaviour(
    file: JudgementFile, desk: Desk, form: str, typed: Mapping[str, str], errors: Mapping[str, str]
) -> LadderView:
    """Return how a case's person's behaviour is dealt with over all their cases."""
    ladder, counted = desk_discretion().ladder, file.counted
    is_open = any(row.state not in ENDED for row in file.ladders)
    return LadderView(
        numbers=tuple((words, counted.numbers[kind]) for kind, words in KINDS.items()),
        total=counted.numbers["total"],
        contacts=tuple(
            ContactRow(
                on=say_day(contact.sent.on, desk.today),
                issue=counted.references.get(contact.issue, ""),
                case_id=contact.issue,
                kind=SHORT[contact.kind],
                why=contact.why,
            )
            for contact in reversed(counted.contacts)
        ),
        is_cut=counted.is_cut,
        ladders=tuple(lay_out_ladder(row, file.names, desk) for row in file.ladders),
        flags=tuple((flag, FLAGS[flag].words) for flag in sorted(file.flags)),
        may_raise=bool(file.flags) and bool(file.case.person_address) and not is_open,
        is_manager=desk.member.may_sign,
        restrictions=tuple((one.id, one.words) for one in ladder.restrictions),
        keeps_open=ladder.keeps_open,
        warnings=tuple((letter.pk, f"Letter of {say_long_day(letter.made_at.date())}") for letter in file.warnings),
        form=form,
        typed=typed,
        errors=errors,
    )


def lay_out_ladder(row: Behaviour, names: Mapping[int, str], desk: Desk) -> OneLadder:
    """Return one ladder in words."""
    return OneLadder(
        id=row.pk,
        version=row.version,
        case_id=row.case_id,
        reference=row.case.reference,
        flags=", ".join(FLAGS[flag].words for flag in row.flags if flag in FLAGS),
        state=STATES[row.state],
        adjustments=row.adjustments,
        arrangement=say_arrangement(row),
        until=f"Until {say_long_day(row.until_on)}" if row.until_on else "",
        is_due=is_due(row, desk.today),
        steps=tuple(
            (STEPS.get(name, name), say_long_day(date.fromisoformat(day)), names.get(who, "Somebody"), why)
            for name, day, who, why in row.steps
        ),
        forms=_forms(row),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """Hold one ladder in the list of all."""

    case_id: int
    reference: str
    flags: str
    state: str
    next: str
    is_due: bool


def lay_out_open(rows: Sequence[Behaviour], today: date) -> tuple[OpenRow, ...]:
    """Return every ladder that is open, in words."""
    return tuple(
        OpenRow(
            case_id=row.case_id,
            reference=row.case.reference,
            flags=", ".join(FLAGS[flag].words for flag in row.flags if flag in FLAGS),
            state=STATES[row.state],
            next=f"Review by {say_weekday(row.review_on)}" if row.review_on else NEXT.get(row.state, ""),
            is_due=is_due(row, today),
        )
        for row in rows
    )


def say_arrangement(row: Behaviour) -> tuple[str, ...]:
    """Say how contact is limited, line by line; nothing if it is not."""
    if not row.restriction:
        return ()
    known = desk_discretion().ladder.restriction(row.restriction)
    return (known.words if known else row.restriction, *row.restriction_words.splitlines())


def lay_out_limit(case: Case) -> tuple[str, ...]:
    """Say how contact with a case's person is limited today, line by line; nothing if it is not."""
    row = arrangement_of(case)
    if row is None or row.until_on is None:
        return ()
    return (*say_arrangement(row), f"Until {say_long_day(row.until_on)}. It changes nothing about the complaint.")


def _forms(row: Behaviour) -> frozenset[str]:
    state = BehaviourState(row.state)
    if state in {BehaviourState.RESTRICTED, BehaviourState.REVIEW}:
        return frozenset({"review"})
    allowed = {name for name, to in FORMS.items() if to in BEHAVIOUR_MOVES[state]}
    if state == BehaviourState.CONFIRMED and not desk_discretion().ladder.extreme.intersection(row.flags):
        allowed -= {"restrict"}
    return frozenset(allowed)
