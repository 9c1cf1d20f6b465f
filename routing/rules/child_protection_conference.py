"""Send child-protection enquiries and conference outcomes the corporate way, and ask a person.

The Ombudsman puts them outside the statutory procedure; some councils' own pages put a case conference inside, and
then it stays. A family group conference is none of these. A plan merely mentioned ("the plan says somebody visits every
ten days") is a service not given: it stays statutory, with a question.
Source: LGSCO fact sheet, The Children Act 1989 complaints procedure; SI 2006/1738 regs 3 to 5 (section 47 enquiries
are not on the list).
"""

from classify.labels import Route, Subject
from config.procedure import Family
from routing.rule import Check, Facts, Point, Rule, always, phrases

CONFERENCE = phrases(
    r"(?:child protection|case) conference|icpc|rcpc|conference chair|chair of the conference"
    r"|strategy (?:meeting|discussion)|(?:section|s\.?) ?47 (?:[ei]nquir(?:y|ies)|investigation|assessment)"
    r"|child protection (?:[ei]nquir(?:y|ies)|investigation)"
)


def _is_conference(point: Point, facts: Facts) -> bool:
    takes_in = facts.takes_in(Family.STATUTORY, "child_protection_conference")
    return bool(CONFERENCE.search(point.words)) and not takes_in


RULE = Rule(
    name="child_protection_conference",
    source="LGSCO fact sheet, The Children Act 1989 complaints procedure; SI 2006/1738 regs 3 to 5",
    words=(
        "The words are about a child-protection enquiry or conference. The Ombudsman counts these as outside the "
        "statutory procedure, so the corporate one is suggested."
    ),
    subjects=frozenset({Subject.STATUTORY}),
    when=_is_conference,
    route=Route.CORPORATE,
    family=Family.CORPORATE,
    hints=CONFERENCE,
    checks=(
        Check(
            code="conference_route",
            words="Councils differ on child-protection conferences. Which procedure does this council use for it?",
            when=always,
        ),
    ),
)
