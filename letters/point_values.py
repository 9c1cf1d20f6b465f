"""Name every value a letter may state of one point, with where it comes from."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from letters.amounts import count_words, limit_words, number_words, say_points
from letters.dates import say_date
from letters.draft import LetterCase
from letters.gists import point_words
from letters.signposts import contact_words, find_signpost, signpost_key
from letters.stages import deadline_of, latest_of, milestone, procedure_of, reply_of, stage_of_point
from letters.value import Value
from routing.assessment import Matter
from routing.deadlines import Deadline, What

ACRONYM_WORDS: Final = frozenset({"English"})
WHICH_POINTS: Final = "which_points"
"""Placeholder for the points that one paragraph speaks of; those of which the same is said are joined."""


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
        # "Gareth Lowe, team manager, will deal with it": what stands between commas ends with one.
        words = named.rstrip(", ")
        return Value(words=f"{words}," if ", " in words else words, source="case")
    stage = stage_of_point(case, matter)
    said = (stage.responder if stage else "").split("; ")[0].split(", which ")[0].removesuffix(" investigate")
    who, colon, more = said.partition(": ")
    return _procedure_value(matter, f"{who} ({more})" if colon else who, "who replies")


def _stages(case: LetterCase, matter: Matter) -> Value:
    procedure = procedure_of(case, matter)
    count = len(procedure.stages) if procedure else 0
    return _procedure_value(
        matter, f"{number_words(count)} stage{'' if count == 1 else 's'}" if count else None, "stages"
    )


def _signpost(case: LetterCase, matter: Matter) -> Value:
    contact, key = find_signpost(case, matter), f"signposts.{signpost_key(case, matter)}"
    cure = f"{case.council.name}: {key} is missing in config/councils/{case.council.id}.toml"
    return Value(
        words=contact_words(contact, inside=True) if contact else "",
        source=f"council:{case.council.id}",
        field=key,
        cure=cure,
    )


def _gist(case: LetterCase, matter: Matter) -> Value:
    cure = f"Point {matter.number}: write what it is about in neutral words; the short text was left out on purpose"
    return Value(words=point_words(case, matter), source="case", field=f"point {matter.number}", cure=cure)


def _procedure_value(matter: Matter, words: str | None, field: str) -> Value:
    source = f"procedure:{matter.procedure}"
    cure = f"Point {matter.number}: {field} is not known in {source}; a person must write it"
    return Value(words=words or "", source=source, field=f"point {matter.number} {field}", cure=cure)


def _date_value(matter: Matter, deadline: Deadline | None, field: str) -> Value:
    return _procedure_value(matter, say_date(deadline.due_on) if deadline and deadline.due_on else None, field)


def _days_value(matter: Matter, deadline: Deadline | None, field: str) -> Value:
    return _procedure_value(matter, count_words(deadline.limit, deadline.unit) if deadline else None, field)


PointValue = Callable[[LetterCase, Matter], Value]

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
