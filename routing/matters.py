"""Join the points that were ruled alike into matters: one for each route, reason and procedure."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from classify.gist import BESIDE, PLAIN_SUBJECTS, is_heading, is_neutral, tells, without_opening
from classify.labels import Flag, Reason, Route, Subject
from classify.reading import BODY, SUBJECT_LINE, Evidence
from config.procedure import Family, Procedure
from routing.assessment import Doubt, Matter, Ruling, Sureness
from routing.rule import CHILDREN, FEWEST_WORDS, LONGEST_READ, Facts, Point, Rule
from routing.sureness import at_most, sureness_of

LONGEST_GIST: Final = 90
UNDER: Final = 400
"""So many characters on, what is told still stands under the same heading."""
NO_SUBJECT = Ruling(
    rule="no_subject",
    source="LGSCO Complaint Handling Code para 1.4: the writer need not name what it is",
    words="This reads as a complaint, but not which procedure it belongs to. A person decides.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """Hold one point with the rule that took it and what the rule said."""

    point: Point
    rule: Rule
    ruling: Ruling


def matters_of(ruled: Sequence[Ruled], facts: Facts) -> tuple[tuple[Matter, ...], tuple[Doubt, ...]]:
    """Return the matters in order of their strongest point, numbered from 1, with every doubt about them."""
    groups: dict[tuple[Route, Reason | None, str], list[Ruled]] = {}
    for one in ruled:
        procedure, _ = procedure_of(one.rule.family, facts)
        groups.setdefault((one.rule.route, one.rule.reason, procedure), []).append(one)
    if not groups:
        return _nothing_understood(facts)
    matters: list[Matter] = []
    doubts: list[Doubt] = []
    for number, ((route, reason, procedure), group) in enumerate(groups.items(), start=1):
        mine = tuple(_doubts(number, group, facts))
        elsewhere = {span for other in groups.values() if other is not group for span in _evidence(other)}
        doubts.extend(mine)
        matters.append(
            Matter(
                number=number,
                route=route,
                reason=reason,
                gist=_gist(group, facts, elsewhere=elsewhere if len(groups) > 1 else None),
                evidence=_evidence(group),
                sureness=_sureness(group, facts, has_doubt=bool(mine)),
                ruling=group[0].ruling,
                procedure=procedure,
                needs_discretion=reason is not None,
            )
        )
    return tuple(matters), tuple(doubts)


def procedure_of(family: Family | None, facts: Facts) -> tuple[str, Doubt | None]:
    """Return the id of the council's procedure for a family, and a doubt if it is missing or not in force.

    A foster carer's matter goes the corporate way where the council has no procedure for carers. "" is out of scope.
    """
    if family is None:
        return "", None
    if family is Family.FOSTER_CARER and family not in facts.council.procedures:
        family = Family.CORPORATE
    id_ = facts.council.procedures.get(family, "")
    procedure = facts.procedures.get(id_)
    if procedure is None:
        words = f"{facts.council.name} has no {family.value.replace('_', ' ')} procedure set up. Which one applies?"
        return id_, Doubt(code="procedure_missing", about="case", words=words)
    return id_, _not_in_force(procedure, facts)


def _not_in_force(procedure: Procedure, facts: Facts) -> Doubt | None:
    if facts.received_on < procedure.valid_from:
        words = f"{procedure.title} ({procedure.version}) is known from {procedure.valid_from.isoformat()} only."
    elif procedure.valid_to and facts.received_on > procedure.valid_to:
        words = f"{procedure.title} ({procedure.version}) ended on {procedure.valid_to.isoformat()}."
    else:
        return None
    return Doubt(code="procedure_not_in_force", about="case", words=f"{words} Which one applied on the day of receipt?")


def _nothing_understood(facts: Facts) -> tuple[tuple[Matter, ...], tuple[Doubt, ...]]:
    procedure, doubt = procedure_of(Family.STATUTORY, facts)
    matter = Matter(
        number=1,
        route=Route.STATUTORY,
        reason=None,
        gist=_short(facts.reading.gist) or PLAIN_SUBJECTS[Subject.STATUTORY],
        evidence=facts.reading.kind.evidence,
        sureness=Sureness.NOT_SURE,
        ruling=NO_SUBJECT,
        procedure=procedure,
    )
    words = "No words were found that say what this complaint is about. Which procedure takes it?"
    found = (Doubt(code="no_subject", about="matter:1", words=words),)
    return (matter,), found if doubt is None else (*found, doubt)


def _doubts(number: int, group: Sequence[Ruled], facts: Facts) -> list[Doubt]:
    about = f"matter:{number}"
    found = {
        check.code: Doubt(code=check.code, about=about, words=check.words)
        for one in group
        for check in one.rule.checks
        if check.when(one.point, facts)
    }
    if _may_be_statutory(group, facts):
        words = (
            "Some words here are about a child's social care. Does the children's statutory procedure take this before "
            "it goes another way? Using the wrong procedure is often found to be fault."
        )
        found["wrong_procedure"] = Doubt(code="wrong_procedure", about=about, words=words)
    _, doubt = procedure_of(group[0].rule.family, facts)
    if doubt:
        found[doubt.code] = Doubt(code=doubt.code, about=about, words=doubt.words)
    return list(found.values())


def _may_be_statutory(group: Sequence[Ruled], facts: Facts) -> bool:
    """Say whether a child's social care is spoken of in what would go corporate or be refused.

    Source: LGSCO decisions 22 010 300, 24 010 962 and 23 017 012: fault for using the corporate procedure instead.
    """
    rule = group[0].rule
    # A carer's own business always speaks of fostering; its rule asks whose service it is.
    is_elsewhere = rule.route in {Route.CORPORATE, Route.OUT_OF_SCOPE} and rule.family is not Family.FOSTER_CARER
    speaks_of_child = any(CHILDREN.search(one.point.words) for one in group)
    return is_elsewhere and (speaks_of_child or facts.has(Flag.YOUNG_PERSON))


def _sureness(group: Sequence[Ruled], facts: Facts, *, has_doubt: bool) -> Sureness:
    """Return how sure a matter is: a refusal is sure only if the model and a rule's own words agree."""
    if facts.reading.is_unread:
        return Sureness.NOT_SURE
    sureness = sureness_of(max(one.point.confidence for one in group))
    is_refused = group[0].rule.reason is not None
    agrees = any(one.point.found_by.startswith("rule:") or one.rule.is_hinted(one.point) for one in group)
    is_rerouted = any(one.rule.reroutes(one.point) for one in group)
    if has_doubt or is_rerouted or (is_refused and not agrees):
        return at_most(sureness, Sureness.FAIRLY_SURE)
    return sureness


def _evidence(group: Sequence[Ruled]) -> tuple[Evidence, ...]:
    spans = dict.fromkeys(one.point.evidence for one in group if one.point.evidence)
    return tuple(sorted(spans, key=lambda span: (span.where != SUBJECT_LINE, span.where, span.start)))


def _gist(group: Sequence[Ruled], facts: Facts, *, elsewhere: AbstractSet[Evidence] | None) -> str:
    """Return a matter's line; ``elsewhere`` is what other matters rest on, None if there is no other."""
    if elsewhere is None and facts.reading.gist:
        return _short(facts.reading.gist)
    lines = []
    attacks = {other.quote for flag in facts.reading.flags if flag.label in BESIDE for other in flag.evidence}
    for span in _evidence(group):
        quote = _whole(span, facts).quote[:LONGEST_READ]
        if quote in attacks:
            continue
        line, heads = _short(without_opening(quote)), is_heading(quote) and _stands_above(span, group)
        line = line.rstrip(".:") if heads else line
        if (heads or len(quote.split()) >= FEWEST_WORDS) and is_neutral(line):
            # Words of this matter alone tell it apart; the writer's own say more than a row of their papers, and what
            # they set above a part of their letter says it best.
            is_own = span not in (elsewhere or ()) and "|" not in line
            lines.append((is_own, heads, span.where == BODY, tells(line), len(line), line))
    # Of equals the longest line says most, and a person reads the rest beside it.
    return max(lines)[-1] if lines else PLAIN_SUBJECTS[group[0].point.subject]


def _stands_above(span: Evidence, group: Sequence[Ruled]) -> bool:
    """Say whether more of the same matter follows soon: a heading has something under it."""
    return any(other.where == span.where and 0 < other.start - span.end < UNDER for other in _evidence(group))


def _whole(span: Evidence, facts: Facts) -> Evidence:
    """Return the shortest evidence of the reading that holds a span: a rule marks two words, a reader the sentence."""
    reading = facts.reading
    spans = [
        *reading.kind.evidence,
        *(other for subject in reading.subjects for other in subject.evidence),
        *(other for flag in reading.flags for other in flag.evidence),
    ]
    around = [
        other
        for other in spans
        if other.where == span.where and other.start <= span.start and span.end <= other.end and other != span
    ]
    is_fragment = len(span.quote.split()) < FEWEST_WORDS
    return min(around, key=lambda other: other.end - other.start, default=span) if is_fragment else span


def _short(words: str) -> str:
    line = " ".join(words.split())
    if len(line) <= LONGEST_GIST:
        return line
    cut = line[: LONGEST_GIST - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,.;:-") + "\u2026"
