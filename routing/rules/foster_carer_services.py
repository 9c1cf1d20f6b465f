"""Send what was done to, or for, the foster carer to the council's procedure for carers, where it has one.

Source: norfolk.gov.uk, Foster carers complaints procedure: services delivered to the carer directly by Children's
Services.
"""

from classify.labels import Flag, Route, Subject
from config.procedure import Family
from routing.rule import Facts, Point, Rule, phrases
from routing.rules.foster_carer_terms import WHOSE_SERVICE

CARING = phrases(
    "foster(?:ing|ed)?|carers?|supervising|placements?|allegations?|concerns|training|support(?:ed)?|social worker"
    "|mileage|fees?|expenses"
)


def _is_service_to_carer(point: Point, facts: Facts) -> bool:
    has_own = Family.FOSTER_CARER in facts.council.procedures
    return has_own and facts.has(Flag.FOSTER_CARER) and bool(CARING.search(point.words))


RULE = Rule(
    name="foster_carer_services",
    source="norfolk.gov.uk, Foster carers complaints procedure",
    words=(
        "The writer is a foster carer and the words are about a service given directly to them. The council has a "
        "procedure of its own for that."
    ),
    subjects=frozenset({Subject.CORPORATE}),
    when=_is_service_to_carer,
    route=Route.CORPORATE,
    family=Family.FOSTER_CARER,
    hints=CARING,
    checks=(WHOSE_SERVICE,),
)
