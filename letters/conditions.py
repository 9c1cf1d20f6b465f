"""Name every condition the letters' words may rest on, as questions to the case or to one of its points."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from classify.labels import BEHAVIOUR_FLAGS, COMPLAINTS, Flag, Kind, Route, Stage
from config.procedure import Family, Procedure, ProcedureStage
from letters.draft import LetterCase
from letters.gists import wishes
from routing.assessment import Matter
from routing.deadlines import Deadline, What

LARGE_PRINT: Final = re.compile(
    r"\b(?:large|larger|big|bigger)[ -](?:print|type|text|font|letters)\b|\b(?:1[4-9]|2\d) ?(?:pt|point)\b",
    re.IGNORECASE,
)
HEALTH: Final = re.compile(
    r"\b(?:autis\w*|adhd|dyslex\w*|disab\w*|depress\w*|anxi\w*|ptsd|diagnos\w*|illness|ill|cancer|stroke|epilep\w*|"
    r"blind|deaf\w*|mental\w*|condition|bipolar|trauma\w*|arthrit\w*|race|ethnic\w*|religio\w*|pregnan\w*)\b",
    re.IGNORECASE,
)
"""Words about health or equality: a letter keeps the wish and leaves them out."""

REQUESTS: Final = frozenset({Kind.SERVICE_REQUEST, Kind.INFORMATION_REQUEST})
ELECTED: Final = frozenset({"councillor", "mp"})


def stage_number(case: LetterCase) -> int:
    """Return the procedure's stage this letter speaks of; 1 for what goes to the Ombudsman, who is no stage."""
    return int(case.stage) if case.stage in (Stage.ONE, Stage.TWO, Stage.THREE) else 1


def procedure_of(case: LetterCase, matter: Matter) -> Procedure | None:
    """Return the procedure of a point, None if it is out of scope or its procedure was not handed over."""
    return next((p for p in case.procedures if p.id == matter.procedure), None)


def stage_of_point(case: LetterCase, matter: Matter) -> ProcedureStage | None:
    """Return the stage of the point's own procedure, None without a procedure.

    A stage beyond its last one is its last one, as in ``routing.clock``: no letter names a stage that is not there.
    """
    procedure = procedure_of(case, matter)
    return procedure.stages[min(stage_number(case), len(procedure.stages)) - 1] if procedure else None


def deadline_of(case: LetterCase, matter: Matter, what: What) -> Deadline | None:
    """Return one deadline of a point."""
    return next((d for d in case.deadlines if d.matter == matter.number and d.what is what), None)


def reply_of(case: LetterCase, matter: Matter) -> Deadline | None:
    """Return by when the reply to a point is due, None if no date is set yet."""
    return deadline_of(case, matter, What.REPLY)


def latest_of(case: LetterCase, matter: Matter) -> Deadline | None:
    """Return the latest date of the reply to a point, None if it is no later than the reply's own date."""
    reply, latest = reply_of(case, matter), deadline_of(case, matter, What.REPLY_AT_LATEST)
    # A paused clock has no date to name.
    is_later = latest and reply and latest.due_on and reply.due_on and latest.due_on > reply.due_on
    return latest if is_later else None


def routes_of(case: LetterCase) -> frozenset[Route]:
    """Return the routes of the points, each once."""
    return frozenset(m.route for m in case.assessment.matters)


def is_young_writer(case: LetterCase) -> bool:
    """Say whether the letter goes to the child or young person themselves, not to one who writes for them."""
    return case.assessment.has(Flag.YOUNG_PERSON) and not case.assessment.has(Flag.REPRESENTATIVE)


def large_print_wanted(case: LetterCase) -> bool:
    """Say whether the writer asked for large print."""
    return any(LARGE_PRINT.search(words) for words in case.adjustments)


def adjustments_to_repeat(case: LetterCase) -> tuple[str, ...]:
    """Return the writer's wishes about how to reach them, in their words, those that tell of health left out."""
    return tuple(
        f"“{' '.join(a.split()).rstrip('. ')}”" for a in case.adjustments if a.strip() and not HEALTH.search(a)
    )


def representative_kind(case: LetterCase) -> str:
    """Return who writes for somebody else ("advocate", "mp"), "" if nobody does or it is not known."""
    return next((f.note.lower() for f in case.assessment.flags if f.flag is Flag.REPRESENTATIVE), "")


def has_statutory_point(case: LetterCase) -> bool:
    """Say whether a point is handled under a Children Act procedure."""
    return any((p := procedure_of(case, m)) and p.family is Family.STATUTORY for m in case.assessment.matters)


def _has(flag: Flag) -> "CaseCondition":
    return lambda case: case.assessment.has(flag)


def _route(route: Route) -> "CaseCondition":
    return lambda case: route in routes_of(case)


def _later_stage(case: LetterCase) -> bool:
    return stage_number(case) > 1


def _stage_names(case: LetterCase, matter: Matter, role: str) -> bool:
    """Say whether the letter will name this role, which it then explains."""
    named = any(number == matter.number for number, _ in case.responders)
    stage = stage_of_point(case, matter)
    return stage is not None and not named and role in stage.responder


CaseCondition = Callable[[LetterCase], bool]
PointCondition = Callable[[LetterCase, Matter], bool]

CASE_CONDITIONS: Final[Mapping[str, CaseCondition]] = MappingProxyType(
    {
        "stage_one": lambda c: not _later_stage(c) and c.stage is not Stage.OMBUDSMAN,
        "later_stage": _later_stage,
        "stage_two": lambda c: c.stage is Stage.TWO,
        "unhappy_with_answer": lambda c: c.kind is Kind.ESCALATION,
        "asks_for_ombudsman": lambda c: c.stage is Stage.OMBUDSMAN,
        "complaint": lambda c: c.kind in COMPLAINTS,
        "compliment": lambda c: c.kind is Kind.COMPLIMENT,
        "request": lambda c: c.kind in REQUESTS,
        "behaviour_flag": lambda c: any(c.assessment.has(flag) for flag in BEHAVIOUR_FLAGS),
        "behaviour_policy": lambda c: "behaviour_policy" in c.council.signposts,
        "young_writer": is_young_writer,
        "wishes": lambda c: bool(wishes(c)),
        "recording": _has(Flag.RECORDING),
        "adjustments": lambda c: bool(c.adjustments),
        "adjustments_to_repeat": lambda c: bool(adjustments_to_repeat(c)),
        "large_print": large_print_wanted,
        "representative": _has(Flag.REPRESENTATIVE),
        "elected_representative": lambda c: representative_kind(c) in ELECTED,
        "foster_carer": _has(Flag.FOSTER_CARER),
        "mediation": lambda c: any(
            "mediation may be offered" in note for p in c.procedures for note in p.peculiarities
        ),
        "data_protection": _has(Flag.DATA_PROTECTION),
        "self_harm": _has(Flag.SELF_HARM),
        "safety_passed_on": lambda c: c.assessment.has(Flag.SAFEGUARDING) and c.safeguarding_escalated_on is not None,
        "advocate_offered": lambda c: has_statutory_point(c) or c.assessment.has(Flag.YOUNG_PERSON),
        "any_fluency": _route(Route.ENGLISH_FLUENCY),
        "any_out_of_scope": _route(Route.OUT_OF_SCOPE),
        "any_in_scope": lambda c: bool(routes_of(c) - {Route.OUT_OF_SCOPE}),
        "help_line": lambda c: "help_now" in c.council.signposts,
        "ombudsman_post": lambda c: bool(c.council.ombudsman.post),
    }
)

POINT_CONDITIONS: Final[Mapping[str, PointCondition]] = MappingProxyType(
    {
        "out_of_scope": lambda _, m: m.route is Route.OUT_OF_SCOPE,
        "statutory": lambda c, m: (p := procedure_of(c, m)) is not None and p.family is Family.STATUTORY,
        "fluency": lambda _, m: m.route is Route.ENGLISH_FLUENCY,
        "named_responder": lambda c, m: any(number == m.number for number, _ in c.responders),
        "has_latest": lambda c, m: latest_of(c, m) is not None,
        "counted_later": lambda c, m: (d := reply_of(c, m)) is not None and d.is_latest_possible,
        "usual_date": lambda c, m: (
            (s := stage_of_point(c, m)) is not None
            and s.limit is not None
            and s.limit.firmness in ("aim", "usually", "generally")
        ),
        "unstated_days": lambda c, m: (
            (s := stage_of_point(c, m)) is not None and s.limit is not None and not s.limit.stated_unit
        ),
        "gate": lambda c, m: (s := stage_of_point(c, m)) is not None and bool(s.gate),
        "investigating_officer": lambda c, m: _stage_names(c, m, "Investigating Officer"),
        "independent_person": lambda c, m: _stage_names(c, m, "Independent Person"),
        "panel": lambda c, m: deadline_of(c, m, What.PANEL_MEETS) is not None,
        "ask_limit": lambda c, m: (s := stage_of_point(c, m)) is not None and s.next_stage_request is not None,
        "more_stages": lambda c, m: (
            (p := procedure_of(c, m)) is not None and any(s.number > stage_number(c) for s in p.stages)
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
