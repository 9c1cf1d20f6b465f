"""Name every value a letter may state of its case, and where it comes from; an empty one becomes a blank with its cure.

What it may state of one point of the case stands in ``point_values``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Final

from classify.labels import Route
from config.council import Contact
from letters.adjustments import adjustments_to_repeat
from letters.amounts import limit_words, number_words, say_points
from letters.conditions import REVIEW_MECHANISM
from letters.dates import london_day, say_date
from letters.draft import LetterCase
from letters.extension import first_day, longest_day
from letters.gists import point_words, wishes
from letters.stages import asked_limit, begun_on
from letters.standing import acknowledgement_of, first_reply_of, paused_since
from letters.value import Value, case_value, contact_line
from routing.deadlines import Deadline, What

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
CaseValue = Callable[[LetterCase], Value]


def _contacts() -> dict[str, CaseValue]:
    return {
        f"{block}_{part.name}": _contact_value(block, part.name)
        for block in ("team", "duty", "advocacy", "ombudsman")
        for part in fields(Contact)
    }


def _contact_value(block: str, part: str) -> CaseValue:
    def value(case: LetterCase) -> Value:
        council = case.council
        return Value(
            words=getattr(getattr(council, block), part),
            source=f"council:{council.id}",
            field=f"{block}.{part}",
            cure=f"{council.name}: {block}.{part} is empty in config/councils/{council.id}.toml",
        )

    return value


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


def _fluency_points(case: LetterCase) -> str:
    numbers = tuple(m.number for m in case.assessment.matters if m.route is Route.ENGLISH_FLUENCY)
    return say_points(numbers).lower() if numbers else ""


CASE_VALUES: Final[Mapping[str, CaseValue]] = MappingProxyType(
    {
        "reference": lambda c: case_value(c.reference, "reference"),
        "received_on": lambda c: case_value(say_date(london_day(c.received_at)), "received_at"),
        "requested_on": lambda c: case_value(say_date(begun_on(c)), "day of the request"),
        "decide_on": _decide_on,
        "first_date": lambda c: case_value(say_date(day) if (day := first_day(c)) else "", "the date we gave before"),
        "longest_on": lambda c: case_value(say_date(day) if (day := longest_day(c)) else "", "the longest time"),
        "asked_within": lambda c: Value(words=limit_words(asked_limit(c)), source="procedure", field="time to ask"),
        "foster_support": lambda c: contact_line(c, "foster_support", c.council.foster_support),
        "review_mechanism": lambda c: contact_line(
            c, f"signposts.{REVIEW_MECHANISM}", c.council.signposts.get(REVIEW_MECHANISM)
        ),
        "written_on": lambda c: case_value(say_date(c.written_on), "written_on"),
        "safety_on": lambda c: case_value(
            say_date(c.safeguarding_escalated_on) if c.safeguarding_escalated_on else "", "safeguarding_escalated_on"
        ),
        "recipient_name": lambda c: case_value(c.recipient.name, "recipient.name"),
        "acknowledged_on": lambda c: case_value(
            say_date(c.acknowledged_on) if c.acknowledged_on else "", "acknowledged_on"
        ),
        "acknowledge_on": lambda c: case_value(_say(acknowledgement_of(c)), "day of the acknowledgement"),
        "first_reply_on": lambda c: case_value(_say(first_reply_of(c)), "day of the first reply"),
        "paused_on": lambda c: case_value(
            say_date(since) if (since := paused_since(c)) else "", "day since which the time stands still"
        ),
        "fluency_points": lambda c: case_value(_fluency_points(c), "points about English"),
        "council_name": lambda c: Value(words=c.council.name, source=f"council:{c.council.id}", field="name"),
        "point_count": lambda c: case_value(number_words(len(c.assessment.matters)), "points"),
        "behaviour_policy": lambda c: contact_line(
            c, "signposts.behaviour_policy", c.council.signposts.get("behaviour_policy")
        ),
        "help_line": lambda c: contact_line(c, "signposts.help_now", c.council.signposts.get("help_now")),
        "own_words": _own_words,
        **_contacts(),
    }
)


def _points(case: LetterCase) -> tuple[str, ...]:
    return tuple(point_words(case, m) or f"[point {m.number}]" for m in case.assessment.matters)


LISTS: Final[Mapping[str, Callable[[LetterCase], tuple[str, ...]]]] = MappingProxyType(
    {"points": _points, "wishes": wishes, "adjustments": adjustments_to_repeat}
)
