"""Send the assessment of would-be foster carers and adopters the corporate way.

Support to adopters and foster carers once approved is statutory; so is anything for a child they already care for.
Source: councils' procedures manuals on who and what the statutory procedure leaves out (read second-hand).
"""

from classify.labels import Route, Subject
from config.procedure import Family
from routing.rule import Check, Rule, always, phrases, said

ASSESSMENT = (
    "(?:assess(?:ed|ment)|application|appl(?:y|ied)) (?:of us |of me |for us )?(?:as|to be(?:come)?|to) "
    "(?:a |an )?(?:foster|adopt)[a-z]*|(?<!post-)(?<!post )(?:fostering|adoption|adopters?'?) (?:assessment"
    "|application)|prospective adopters?"
)

RULE = Rule(
    name="carer_assessment",
    source="Councils' procedures manuals on what the statutory procedure leaves out (read second-hand)",
    words=(
        "The words are about being assessed as a foster carer or adopter. That is outside the statutory procedure; the "
        "decision itself may have a review mechanism of its own."
    ),
    subjects=frozenset({Subject.STATUTORY}),
    when=said(ASSESSMENT),
    route=Route.CORPORATE,
    family=Family.CORPORATE,
    hints=phrases(ASSESSMENT),
    checks=(
        Check(
            code="review_mechanism",
            words="Was a decision made that the review mechanism can look at? Then the person must hear of it now.",
            when=always,
        ),
    ),
)
