"""Send a foster carer's approval, registration and terms to the carers' own procedure, or the corporate one.

What concerns the child (allowances for a named child, support, contact) stays statutory: whose service is it about?
Source: norfolk.gov.uk, Foster carers complaints procedure (services given directly to the carer); approval is outside
the functions listed in SI 2006/1738 regs 3 to 5.
"""

from classify.labels import Flag, Route, Subject
from config.procedure import Family
from routing.rule import Check, Facts, Point, Rule, phrases, said

TERMS = phrases(
    "(?:my|our|his|her|their) (?:re-?)?(?:approval|registration)|terms of approval|de-?registered|deregistration"
    "|(?:approval|registration) (?:was|is|has been|had been|be) \\w+|foster(?:ing)? panel|retainer|skills? fee"
    "|foster carer agreement|carer'?s? agreement|standards? of care (?:process|review|meeting|procedure|had|was)"
    "|allegations? (?:process|procedure|outcome)"
)
WHOSE_SERVICE = Check(
    code="whose_service",
    words="Is it about a service for a child in the carer's home? Then the statutory procedure takes it.",
    when=said("child(?:ren)?|placement|boy|girl|young person|siblings?|respite|allowance"),
)


def _is_carer_business(point: Point, facts: Facts) -> bool:
    return facts.has(Flag.FOSTER_CARER) and bool(TERMS.search(point.words))


RULE = Rule(
    name="foster_carer_terms",
    source="norfolk.gov.uk, Foster carers complaints procedure; SI 2006/1738 regs 3 to 5",
    words=(
        "The writer is a foster carer and the words are about their own approval, terms or treatment as a carer, not "
        "about a child's care. That is outside the statutory procedure."
    ),
    subjects=frozenset({Subject.STATUTORY, Subject.CORPORATE}),
    when=_is_carer_business,
    route=Route.CORPORATE,
    family=Family.FOSTER_CARER,
    hints=TERMS,
    checks=(WHOSE_SERVICE,),
)
