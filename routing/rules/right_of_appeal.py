"""Propose to send the person to the appeal or tribunal that the law gives them.

Delay, rudeness or lost papers on the way are complaints, and so is an appeal missed because of the council's own
wrong advice.
Source: northyorks.gov.uk, Children's social care complaints, What can't I complain about.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said

RULE = refusal(
    Reason.RIGHT_OF_APPEAL,
    source="northyorks.gov.uk, Children's social care complaints, What can't I complain about",
    words=(
        "The words dispute a decision that has its own right of appeal or review. The appeal is the way to change it."
    ),
    hints=phrases(
        "appeal|tribunal|panel|review|ehcp?|ehc plan|admissions?|exclu(?:sion|ded)|parking|penalty"
        "|pcn|housing benefit|council tax|sen[dk]?|school place"
    ),
    checks=(
        Check(
            code="conduct_not_decision",
            words=(
                "Is the complaint about delay, manner or lost papers instead of the decision? Then it is a complaint."
            ),
            when=said("delay(?:ed)?|late|lost|rude|nobody|no (?:reply|answer)|ignored|weeks|deadline"),
        ),
    ),
)
