"""Name every value a letter may state, with where it comes from; an empty one becomes a blank with its cure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

from config.council import Contact
from config.procedure import Limit, Unit
from letters.conditions import REVIEW_MECHANISM, adjustments_to_repeat
from letters.dates import london_day, say_date
from letters.draft import LetterCase
from letters.extension import first_day
from letters.gists import point_words, wishes
from letters.signposts import contact_words, find_signpost, signpost_key
from letters.stages import (
    asked_limit,
    begun_on,
    deadline_of,
    latest_of,
    milestone,
    procedure_of,
    reply_of,
    stage_of_point,
)
from letters.standing import acknowledgement_of, first_reply_of, paused_since
from routing.assessment import Matter
from routing.deadlines import Deadline, What

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
ACRONYM_WORDS: Final = frozenset({"English"})
WHICH_POINTS: Final = "which_points"
"""Placeholder for the points that one paragraph speaks of; those of which the same is said are joined."""
NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six")
UNITS: Final = MappingProxyType({Unit.WORKING_DAYS: "working day", Unit.CALENDAR_DAYS: "day", Unit.MONTHS: "month"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Hold one value: its words ("" if not known), where it comes from, and what to do if it is not known."""

    words: str
    source: str
    field: str = ""
    cure: str = ""


def _contacts() -> "dict[str, CaseValue]":
    return {
        f"{block}_{part.name}": _contact_value(block, part.name)
        for block in ("team", "duty", "advocacy", "ombudsman")
        for part in fields(Contact)
    }


def _contact_value(block: str, part: str) -> "CaseValue":
    def value(case: LetterCase) -> Value:
        council = case.council
        return Value(
            words=getattr(getattr(council, block), part),
            source=f"council:{council.id}",
            field=f"{block}.{part}",
            cure=f"{council.name}: {block}.{part} is empty in config/councils/{council.id}.toml",
        )

    return value


def _from_case(words: str, field: str) -> Value:
    return Value(
        words=words, source="case", field=field, cure=f"This case: {field} is not known; fill it in on the case"
    )


def _procedure_value(matter: Matter, words: str | None, field: str) -> Value:
    source = f"procedure:{matter.procedure}"
    cure = f"Point {matter.number}: {field} is not known in {source}; a person must write it"
    return Value(words=words or "", source=source, field=f"point {matter.number} {field}", cure=cure)


def _date_value(matter: Matter, deadline: Deadline | None, field: str) -> Value:
    return _procedure_value(matter, say_date(deadline.due_on) if deadline and deadline.due_on else None, field)


def _days_value(matter: Matter, deadline: Deadline | None, field: str) -> Value:
    return _procedure_value(matter, count_words(deadline.limit, deadline.unit) if deadline else None, field)


def count_words(n: int, unit: Unit) -> str:
    """Return a number of days as a letter says it.

    >>> count_words(10, Unit.WORKING_DAYS)
    '10 working days'
    """
    return f"{n} {UNITS[unit]}{'' if n == 1 else 's'}"


def limit_words(limit: Limit | None) -> str:
    """Return a limit as the page states it: an unstated kind of day stays unstated."""
    if limit is None:
        return ""
    return f"{limit.n} days" if not limit.stated_unit else count_words(limit.n, limit.unit)


def say_points(numbers: tuple[int, ...]) -> str:
    """Say points by their numbers.

    >>> say_points((1,)), say_points((1, 2, 4))
    ('Point 1', 'Points 1, 2 and 4')
    """
    *first, last = map(str, numbers)
    return f"Points {', '.join(first)} and {last}" if first else f"Point {last}"


def title_words(title: str) -> str:
    """Return a procedure's title inside a sentence.

    >>> title_words("Children's social care complaints procedure"), title_words("English fluency complaints procedure")
    ("children's social care complaints procedure", 'English fluency complaints procedure')
    """
    return title if title.split(maxsplit=1)[0] in ACRONYM_WORDS else title[0].lower() + title[1:]


def _title(case: LetterCase, matter: Matter) -> Value:
    procedure = procedure_of(case, matter)
    return _procedure_value(matter, title_words(procedure.title) if procedure else None, "procedure")


def _responder(case: LetterCase, matter: Matter) -> Value:
    named = next((who for number, who in case.responders if number == matter.number and who), "")
    if named:
        return Value(words=named, source="case")
    stage = stage_of_point(case, matter)
    said = (stage.responder if stage else "").split("; ")[0].split(", which ")[0].removesuffix(" investigate")
    who, colon, more = said.partition(": ")
    return _procedure_value(matter, f"{who} ({more})" if colon else who, "who replies")


def _stages(case: LetterCase, matter: Matter) -> Value:
    procedure = procedure_of(case, matter)
    count = len(procedure.stages) if procedure else 0
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return _procedure_value(matter, f"{number} stage{'' if count == 1 else 's'}" if count else None, "stages")


def _signpost(case: LetterCase, matter: Matter) -> Value:
    contact, key = find_signpost(case, matter), f"signposts.{signpost_key(case, matter)}"
    cure = f"{case.council.name}: {key} is missing in config/councils/{case.council.id}.toml"
    return Value(
        words=contact_words(contact) if contact else "", source=f"council:{case.council.id}", field=key, cure=cure
    )


def _gist(case: LetterCase, matter: Matter) -> Value:
    cure = f"Point {matter.number}: write what it is about in neutral words; the short text was left out on purpose"
    return Value(words=point_words(case, matter), source="case", field=f"point {matter.number}", cure=cure)


def _contact_line(case: LetterCase, field: str, contact: Contact | None) -> Value:
    cure = f"{case.council.name}: {field} is missing in config/councils/{case.council.id}.toml"
    words = contact_words(contact) if contact else ""
    return Value(words=words, source=f"council:{case.council.id}", field=field, cure=cure)


def _decide_on(case: LetterCase) -> Value:
    """Return by when a manager decides whether a stage begins: the last day on which the person must hear from us."""
    due = next((d.due_on for d in case.deadlines if d.what is What.ACKNOWLEDGE and d.due_on), None)
    return Value(
        words=say_date(due) if due and due >= case.written_on else "",
        source="procedure",
        field="day by which a manager decides",
        cure="This case: say by when a manager decides whether this stage begins",
    )


def _own_words(_: LetterCase) -> Value:
    cure = "The writer may be at risk of harming themselves: a person must write this paragraph"
    return Value(words="", source="case", field="your own words to them", cure=cure)


def _say(deadline: Deadline | None) -> str:
    return say_date(deadline.due_on) if deadline and deadline.due_on else ""


CaseValue = Callable[[LetterCase], Value]
PointValue = Callable[[LetterCase, Matter], Value]

CASE_VALUES: Final[Mapping[str, CaseValue]] = MappingProxyType(
    {
        "reference": lambda c: _from_case(c.reference, "reference"),
        "received_on": lambda c: _from_case(say_date(london_day(c.received_at)), "received_at"),
        "requested_on": lambda c: _from_case(say_date(begun_on(c)), "day of the request"),
        "decide_on": _decide_on,
        "first_date": lambda c: _from_case(say_date(day) if (day := first_day(c)) else "", "the date we gave before"),
        "asked_within": lambda c: Value(words=limit_words(asked_limit(c)), source="procedure", field="time to ask"),
        "foster_support": lambda c: _contact_line(c, "foster_support", c.council.foster_support),
        "review_mechanism": lambda c: _contact_line(
            c, f"signposts.{REVIEW_MECHANISM}", c.council.signposts.get(REVIEW_MECHANISM)
        ),
        "written_on": lambda c: _from_case(say_date(c.written_on), "written_on"),
        "safety_on": lambda c: _from_case(
            say_date(c.safeguarding_escalated_on) if c.safeguarding_escalated_on else "", "safeguarding_escalated_on"
        ),
        "recipient_name": lambda c: _from_case(c.recipient.name, "recipient.name"),
        "acknowledged_on": lambda c: _from_case(
            say_date(c.acknowledged_on) if c.acknowledged_on else "", "acknowledged_on"
        ),
        "acknowledge_on": lambda c: _from_case(_say(acknowledgement_of(c)), "day of the acknowledgement"),
        "first_reply_on": lambda c: _from_case(_say(first_reply_of(c)), "day of the first reply"),
        "paused_on": lambda c: _from_case(
            say_date(since) if (since := paused_since(c)) else "", "day since which the time stands still"
        ),
        "council_name": lambda c: Value(words=c.council.name, source=f"council:{c.council.id}", field="name"),
        "point_count": lambda c: _from_case(NUMBERS[min(len(c.assessment.matters), len(NUMBERS) - 1)], "points"),
        "behaviour_policy": lambda c: _contact_line(
            c, "signposts.behaviour_policy", c.council.signposts.get("behaviour_policy")
        ),
        "help_line": lambda c: _contact_line(c, "signposts.help_now", c.council.signposts.get("help_now")),
        "own_words": _own_words,
        **_contacts(),
    }
)

POINT_VALUES: Final[Mapping[str, PointValue]] = MappingProxyType(
    {
        WHICH_POINTS: lambda _, m: Value(words=say_points((m.number,)), source="case"),
        "number": lambda _, m: Value(words=str(m.number), source="case"),
        "gist": _gist,
        "procedure": _title,
        "stages": _stages,
        "responder": _responder,
        "stage_name": lambda c, m: _procedure_value(m, s.name if (s := stage_of_point(c, m)) else None, "stage"),
        "reply_on": lambda c, m: _date_value(m, reply_of(c, m), "reply date"),
        "reply_days": lambda c, m: _days_value(m, reply_of(c, m), "reply limit"),
        "reply_from": lambda c, m: _procedure_value(
            m, say_date(d.anchor_on) if (d := reply_of(c, m)) else None, "day counted from"
        ),
        "latest_on": lambda c, m: _date_value(m, latest_of(c, m), "latest date"),
        "latest_days": lambda c, m: _days_value(m, latest_of(c, m), "latest limit"),
        "panel_on": lambda c, m: _date_value(m, deadline_of(c, m, What.PANEL_MEETS), "panel date"),
        "panel_from": lambda c, m: _procedure_value(
            m, say_date(d.anchor_on) if (d := deadline_of(c, m, What.PANEL_MEETS)) else None, "day counted from"
        ),
        "report_days": lambda c, m: _procedure_value(
            m, limit_words(milestone(c, m, What.PANEL_REPORTS)), "report limit"
        ),
        "answer_days": lambda c, m: _procedure_value(
            m, limit_words(milestone(c, m, What.REPLY_AFTER_PANEL)), "limit after the panel"
        ),
        "panel_days": lambda c, m: _days_value(m, deadline_of(c, m, What.PANEL_MEETS), "panel limit"),
        "ask_days": lambda c, m: _procedure_value(
            m, limit_words(s.next_stage_request) if (s := stage_of_point(c, m)) else None, "time to ask"
        ),
        "signpost": _signpost,
    }
)

REASON_VALUES: Final[Mapping[str, str]] = MappingProxyType(
    {"why": "why", "change": "change", "do": "do", "young_why": "young"}
)
"""Placeholders that stand for the reason's own words in ``shared/reasons.toml``, by the key there."""


def _points(case: LetterCase) -> tuple[str, ...]:
    return tuple(point_words(case, m) or f"[point {m.number}]" for m in case.assessment.matters)


LISTS: Final[Mapping[str, Callable[[LetterCase], tuple[str, ...]]]] = MappingProxyType(
    {"points": _points, "wishes": wishes, "adjustments": adjustments_to_repeat}
)
