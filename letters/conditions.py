"""Name every condition the letters' words may rest on, as questions to the case or to one of its points."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from classify.labels import BEHAVIOUR_FLAGS, COMPLAINTS, Flag, Kind, Route, Stage
from config.procedure import Anchor, Family
from letters.adjustments import adjustments_to_repeat, cannot_phone, large_print_wanted, other_language_wanted
from letters.draft import LetterCase
from letters.extension import (
    first_day,
    has_other_dates,
    is_beyond_longest,
    is_late,
    is_overrun,
    is_past_longest,
    is_reply_awaited,
    may_go_on,
)
from letters.gists import wishes
from letters.ombudsman_words import OMBUDSMAN_WHEN, ombudsman_when
from letters.signposts import find_signpost
from letters.stages import (
    TWO,
    asked_limit,
    has_more_stages,
    has_panel,
    has_statutory_point,
    is_after_allegations,
    is_aimed_at,
    is_counted,
    is_from_request,
    is_gone_on,
    is_investigated,
    is_officer_from_outside,
    is_reviewed,
    latest_of,
    number_of_point,
    procedure_of,
    reply_of,
    stage_of_point,
    stages_of,
    waits_at_gate,
    waits_for,
    was_asked_later,
)
from letters.standing import (
    acknowledgement_of,
    agreement_of,
    constituent_asked,
    first_reply_of,
    is_consent_enclosed,
    is_overdue,
    paused_since,
    routes_of,
)
from routing.assessment import Matter

APPROVAL: Final = re.compile(
    r"\b(?:approv(?:al|ed)|de-?regist\w*|registration|terms of approval|unsuitable to foster)\b", re.IGNORECASE
)
"""Words about whether somebody may foster, and for whom."""

REVIEW_MECHANISM: Final = "right_of_appeal.fostering"
"""The council's signpost to the independent review of a decision on a foster carer's approval."""

REQUESTS: Final = frozenset({Kind.SERVICE_REQUEST, Kind.INFORMATION_REQUEST})
ELECTED: Final = frozenset({"councillor", "mp"})


def is_foster_carer(case: LetterCase) -> bool:
    """Say whether a foster carer writes: they said so, or a point goes through the carers' own procedure."""
    own = (procedure_of(case, matter) for matter in case.assessment.matters)
    return case.assessment.has(Flag.FOSTER_CARER) or any(p and p.family is Family.FOSTER_CARER for p in own)


def is_about_approval(case: LetterCase) -> bool:
    """Say whether a foster carer's complaint speaks of their approval, which has a review of its own."""
    said = (text for m in case.assessment.matters for text in (m.gist, *(e.quote for e in m.evidence)))
    return is_foster_carer(case) and any(APPROVAL.search(text) for text in said)


def is_young_writer(case: LetterCase) -> bool:
    """Say whether the letter goes to the child or young person themselves, not to one who writes for them."""
    return case.assessment.has(Flag.YOUNG_PERSON) and not case.assessment.has(Flag.REPRESENTATIVE)


def representative_kind(case: LetterCase) -> str:
    """Return who writes for somebody else ("advocate", "mp"), "" if nobody does or it is not known.

    What a person said for this letter stands before what was read.
    """
    read = next((f.note.lower() for f in case.assessment.flags if f.flag is Flag.REPRESENTATIVE), "")
    return case.said.get("who") or read


def _has(flag: Flag) -> "CaseCondition":
    return lambda case: case.assessment.has(flag)


def _says_of_ombudsman(name: str) -> "CaseCondition":
    return lambda case: ombudsman_when(case) == name


def _route(route: Route) -> "CaseCondition":
    return lambda case: route in routes_of(case)


def _stage_names(case: LetterCase, matter: Matter, role: str) -> bool:
    """Say whether the letter will name this role, which it then explains."""
    named = any(number == matter.number for number, _ in case.responders)
    stage = stage_of_point(case, matter)
    return stage is not None and not named and role in stage.responder


CaseCondition = Callable[[LetterCase], bool]
PointCondition = Callable[[LetterCase, Matter], bool]

CASE_CONDITIONS: Final[Mapping[str, CaseCondition]] = MappingProxyType(
    {
        "stage_two": lambda c: TWO in stages_of(c) and c.stage is not Stage.OMBUDSMAN,
        "stages_differ": lambda c: len(stages_of(c)) > 1,
        "any_more_stages": has_more_stages,
        "any_panel": lambda c: any(has_panel(c, m) for m in c.assessment.matters),
        "officer_from_outside": is_officer_from_outside,
        "asked_in_time": lambda c: asked_limit(c) is not None,
        "unhappy_with_answer": is_gone_on,
        "asks_for_ombudsman": lambda c: c.stage is Stage.OMBUDSMAN,
        **{name: _says_of_ombudsman(name) for name in OMBUDSMAN_WHEN},
        "complaint": lambda c: c.kind in COMPLAINTS,
        "compliment": lambda c: c.kind is Kind.COMPLIMENT,
        "request": lambda c: c.kind in REQUESTS,
        "behaviour_flag": lambda c: any(c.assessment.has(flag) for flag in BEHAVIOUR_FLAGS),
        "behaviour_policy": lambda c: "behaviour_policy" in c.council.signposts,
        "wishes": lambda c: bool(wishes(c)),
        "recording": _has(Flag.RECORDING),
        "adjustments": lambda c: bool(c.adjustments),
        "adjustments_to_repeat": lambda c: bool(adjustments_to_repeat(c)),
        "large_print": large_print_wanted,
        "no_phone": cannot_phone,
        "other_language": other_language_wanted,
        "representative": _has(Flag.REPRESENTATIVE),
        "elected_representative": lambda c: representative_kind(c) in ELECTED,
        "by_solicitor": lambda c: representative_kind(c) == "solicitor",
        "by_advocate": lambda c: representative_kind(c) == "advocate",
        "request_shown": lambda c: representative_kind(c) in ELECTED and constituent_asked(c),
        "consent_shown": is_consent_enclosed,
        "any_statutory": has_statutory_point,
        "for_adult": lambda c: agreement_of(c) == "adult",
        "for_young_person": lambda c: agreement_of(c) == "young",
        "for_child": lambda c: agreement_of(c) == "child",
        "young_writer": is_young_writer,
        "has_points": lambda c: bool(c.assessment.matters),
        "acknowledged": lambda c: c.acknowledged_on is not None,
        "acknowledgement_due": lambda c: acknowledgement_of(c) is not None,
        "reply_dated": lambda c: first_reply_of(c) is not None and not is_overdue(c),
        "reply_paused": lambda c: paused_since(c) is not None,
        "reply_overdue": is_overdue,
        "foster_carer": is_foster_carer,
        "stage_was_asked_for": was_asked_later,
        "reply_awaited": is_reply_awaited,
        "first_date": lambda c: first_day(c) is not None,
        "other_dates_stay": has_other_dates,
        "beyond_longest": is_beyond_longest,
        "our_day_passed": is_late,
        "past_longest": is_past_longest,
        "overrun": is_overrun,
        "may_go_on": may_go_on,
        "foster_support": lambda c: bool(c.council.foster_support.name),
        "about_approval": is_about_approval,
        "review_mechanism": lambda c: REVIEW_MECHANISM in c.council.signposts,
        "mediation": lambda c: any(
            "mediation may be offered" in note for p in c.procedures for note in p.peculiarities
        ),
        "data_protection": _has(Flag.DATA_PROTECTION),
        "self_harm": _has(Flag.SELF_HARM),
        "safety_passed_on": lambda c: c.assessment.has(Flag.SAFEGUARDING) and c.safeguarding_escalated_on is not None,
        "advocate_offered": lambda c: has_statutory_point(c) or c.assessment.has(Flag.YOUNG_PERSON),
        "any_fluency": _route(Route.ENGLISH_FLUENCY),
        "fluency_in_part": lambda c: routes_of(c) > {Route.ENGLISH_FLUENCY},
        "any_out_of_scope": _route(Route.OUT_OF_SCOPE),
        "any_in_scope": lambda c: bool(routes_of(c) - {Route.OUT_OF_SCOPE}),
        "help_line": lambda c: "help_now" in c.council.signposts,
        "ombudsman_post": lambda c: bool(c.council.ombudsman.post),
        "ombudsman_hours": lambda c: bool(c.council.ombudsman.hours),
        "ombudsman_website": lambda c: bool(c.council.ombudsman.website),
        "team_post": lambda c: bool(c.council.team.post),
    }
)

POINT_CONDITIONS: Final[Mapping[str, PointCondition]] = MappingProxyType(
    {
        "out_of_scope": lambda _, m: m.route is Route.OUT_OF_SCOPE,
        "signpost_below": lambda c, m: (
            (contact := find_signpost(c, m)) is not None and contact.name == c.council.ombudsman.name
        ),
        "statutory": lambda c, m: (p := procedure_of(c, m)) is not None and p.family is Family.STATUTORY,
        "fluency": lambda _, m: m.route is Route.ENGLISH_FLUENCY,
        "named_responder": lambda c, m: any(number == m.number for number, _ in c.responders),
        "has_latest": lambda c, m: latest_of(c, m) is not None,
        "counted_later": lambda c, m: (d := reply_of(c, m)) is not None and d.is_latest_possible,
        "usual_date": is_aimed_at,
        "unstated_days": lambda c, m: (
            (s := stage_of_point(c, m)) is not None and s.limit is not None and not s.limit.stated_unit
        ),
        "gate_undecided": waits_at_gate,
        "gate_agreed": lambda c, m: (
            is_gone_on(c) and not waits_at_gate(c, m) and bool((s := stage_of_point(c, m)) and s.gate)
        ),
        "at_first_stage": lambda c, m: (s := stage_of_point(c, m)) is not None and s.number == 1,
        "investigated": is_investigated,
        "reviewed": is_reviewed,
        "after_allegations": is_after_allegations,
        "carers_own": lambda c, m: (p := procedure_of(c, m)) is not None and p.family is not Family.STATUTORY,
        "counted_from_request": lambda c, m: is_counted(c, m) and is_from_request(c, m),
        "counted_from_known_day": lambda c, m: is_counted(c, m) and not is_from_request(c, m),
        "counted_from_statement": lambda c, m: (
            is_counted(c, m) and (d := reply_of(c, m)) is not None and d.anchor is Anchor.STATEMENT_AGREED
        ),
        "waits_for_statement": lambda c, m: waits_for(c, m, Anchor.STATEMENT_AGREED),
        "waits_for_start": lambda c, m: waits_for(c, m, Anchor.STAGE_START),
        "investigating_officer": lambda c, m: _stage_names(c, m, "Investigating Officer"),
        "independent_person": lambda c, m: _stage_names(c, m, "Independent Person"),
        "panel": has_panel,
        "ask_limit": lambda c, m: (s := stage_of_point(c, m)) is not None and s.next_stage_request is not None,
        "more_stages": lambda c, m: (
            (p := procedure_of(c, m)) is not None and any(s.number > number_of_point(c, m) for s in p.stages)
        ),
    }
)


SAID: Final = "said_"
"""How the name of something begins that a person said for this letter: ``said_until``, ``said_kind=mp``."""


def holds(names: tuple[str, ...], case: LetterCase, matter: Matter | None) -> bool:
    """Say whether all named conditions hold."""
    return all(_holds(name.removeprefix("not "), case, matter) is not name.startswith("not ") for name in names)


def _holds(name: str, case: LetterCase, matter: Matter | None) -> bool:
    if name.startswith(SAID):
        key, _, code = name.removeprefix(SAID).partition("=")
        return case.said.get(key, "") == code if code else bool(case.said.get(key))
    if name in CASE_CONDITIONS:
        return CASE_CONDITIONS[name](case)
    return matter is not None and POINT_CONDITIONS[name](case, matter)
