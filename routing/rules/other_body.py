"""Propose to point the person to the body whose act this was.

The council's own part stays: its worker at a joint meeting, its failure to pass something on, a service it buys.
Source: northyorks.gov.uk, Children's social care complaints, What can't I complain about (decisions or actions of
another body, such as the police or the courts).
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said

BODIES = {
    "police": phrases("police|officers?|constable|detective"),
    "cafcass": phrases("cafcass"),
    "courts": phrases("courts?|judges?|magistrates?|hmcts"),
    "nhs": phrases("nhs|hospital|gps?|surgery|camhs|health visitor|midwife|nurse|doctor|consultant|paediatrician"),
    "school": phrases("school|academy|trust|head ?teacher|teacher|governors?|college"),
    "ofsted": phrases("ofsted"),
    "another_council": phrases("another (?:council|authority)|other council|[a-z]+ (?:borough|city|district) council"),
    "adult_care": phrases("adult (?:social )?(?:care|services)|adults'? team"),
}
"""Words by which a body is known, keyed as the councils' signposts name it ("other_body.police")."""

RULE = refusal(
    Reason.OTHER_BODY,
    source="northyorks.gov.uk, Children's social care complaints, What can't I complain about",
    words=(
        "The words are about what another body did or decided, and the council cannot look into that. The person can "
        "be told where to go; whatever the council itself did stays here."
    ),
    hints=phrases(
        *(pattern.pattern.removeprefix(r"(?<!\w)(?:").removesuffix(r")(?!\w)") for pattern in BODIES.values())
    ),
    checks=(
        Check(
            code="our_part",
            words="Did the council's own worker take part, or fail to pass something on? That part is ours.",
            when=said("your|you|social worker'?s?|the council|council's|joint|pass(?:ed)? (?:it )?on"),
        ),
    ),
)


def bodies_named(words: str) -> tuple[str, ...]:
    """Return which bodies some words name, as the councils' signposts call them.

    >>> bodies_named("The police officer and the GP")
    ('police', 'nhs')
    """
    return tuple(body for body, pattern in BODIES.items() if pattern.search(words))
