"""Ask the routing rules in order, and put together the whole suggestion for one message. Pure: no clock, no files."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from classify.labels import COMPLAINTS
from classify.reading import Reading
from config.council import Council
from config.procedure import Procedure
from routing.assessment import Assessment, Doubt, Matter
from routing.beside import suggest_flags, suggest_kind, suggest_stage
from routing.matters import Ruled, matters_of
from routing.points import points_of
from routing.rule import Facts, Point, Rule
from routing.rules import (
    already_investigated,
    carer_assessment,
    child_protection_conference,
    corporate,
    court_proceedings,
    criminal_investigation,
    data_breach,
    decision_not_made,
    disciplinary_proceedings,
    efd_accent_or_manner,
    efd_not_public_facing,
    efd_private_provider,
    efd_vexatious,
    english_fluency,
    family_court_report,
    foster_carer_services,
    foster_carer_terms,
    independent_provider,
    insurance_claim,
    ombudsman_investigated,
    other_body,
    over_a_year,
    right_of_appeal,
    statutory,
)
from routing.same_case import History

VERSION: Final = "routing:2026-11-21"
CHAIN: Final[tuple[Rule, ...]] = (
    # What others are deciding, or have decided: the council waits or points to them.
    court_proceedings.RULE,
    criminal_investigation.RULE,
    disciplinary_proceedings.RULE,
    ombudsman_investigated.RULE,
    already_investigated.RULE,
    decision_not_made.RULE,
    over_a_year.RULE,
    # What others answer for.
    other_body.RULE,
    independent_provider.RULE,
    insurance_claim.RULE,
    right_of_appeal.RULE,
    # What the fluency duty leaves out, then what it covers.
    efd_vexatious.RULE,
    efd_accent_or_manner.RULE,
    efd_private_provider.RULE,
    efd_not_public_facing.RULE,
    english_fluency.RULE,
    # Social care that the statutory procedure leaves out, then what it covers.
    data_breach.RULE,
    family_court_report.RULE,
    child_protection_conference.RULE,
    carer_assessment.RULE,
    foster_carer_terms.RULE,
    foster_carer_services.RULE,
    statutory.RULE,
    # All the rest.
    corporate.RULE,
)
"""Every rule in the order it is asked; the first that takes a point decides it."""
NO_HISTORY: Final = History()


def assess(
    reading: Reading,
    *,
    council: Council,
    procedures: Mapping[str, Procedure],
    received_on: date,
    history: History = NO_HISTORY,
) -> Assessment:
    """Return what should happen to a message: kind, matters with a route each, stage, flags, and every doubt.

    Everything is a suggestion: a refusal is only ever a proposal that a person decides with a reason. Behaviour flags
    change nothing but themselves. ``hits`` and ``misses`` name every rule that was asked, in the order of the chain.

    Source: SI 2006/1738; LGSCO Complaint Handling Code; Immigration Act 2016 part 7; each rule names its own.
    """
    facts = Facts(reading=reading, council=council, procedures=procedures, history=history, received_on=received_on)
    kind, kind_doubts = suggest_kind(facts)
    hits: tuple[str, ...] = ()
    matters: tuple[Matter, ...] = ()
    matter_doubts: tuple[Doubt, ...] = ()
    if reading.kind.label in COMPLAINTS:
        ruled = rule_all(points_of(reading), facts)
        hits = tuple(rule.name for rule in CHAIN if any(one.rule is rule for one in ruled))
        matters, matter_doubts = matters_of(ruled, facts)
    stage, stage_doubts = suggest_stage(facts, matters)
    flags, flag_doubts = suggest_flags(facts)
    return Assessment(
        kind=kind,
        stage=stage,
        matters=matters,
        flags=flags,
        facts=reading.facts,
        gist=reading.gist,
        doubts=(*flag_doubts, *kind_doubts, *matter_doubts, *stage_doubts),
        hits=hits,
        misses=tuple(rule.name for rule in CHAIN if rule.name not in hits),
        version=f"{reading.version}; {VERSION}",
    )


def rule_all(points: Iterable[Point], facts: Facts) -> tuple[Ruled, ...]:
    """Return the points of a message with the rule that takes each.

    A scrap of words ("child protection conference") does not leave its subject alone: it goes where the rest of that
    subject goes, unless every one of its points goes another way. A whole sentence speaks for itself.
    """
    first = [one for point in points if (one := rule_on(point, facts, CHAIN))]
    staying = {one.point.subject for one in first if not one.rule.reroutes(one.point)}
    plain = tuple(rule for rule in CHAIN if rule.when is None)
    return tuple(
        rule_on(one.point, facts, plain) or one
        if one.rule.reroutes(one.point) and one.point.is_scrap and one.point.subject in staying
        else one
        for one in first
    )


def rule_on(point: Point, facts: Facts, rules: Iterable[Rule]) -> Ruled | None:
    """Return the first rule that takes a point, with its ruling; None if none does."""
    for rule in rules:
        ruling = rule.decide(point, facts)
        if ruling:
            return Ruled(point=point, rule=rule, ruling=ruling)
    return None
