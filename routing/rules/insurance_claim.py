"""Propose to send a claim for injury, damage or loss to the insurance team.

A small refund, or money as one wish among others, is no claim; the facts of the service are still looked into.
Source: northyorks.gov.uk, Children's social care complaints, What can't I complain about.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, stands_alone

RULE = refusal(
    Reason.INSURANCE_CLAIM,
    source="northyorks.gov.uk, Children's social care complaints, What can't I complain about",
    words=(
        "The words claim money from the council as legally liable for injury, damage or loss. The insurance "
        "team deals with the claim; what the service did can still be a complaint."
    ),
    hints=phrases(
        "claim|compensation|liab(?:le|ility)|negligen(?:t|ce)|insur(?:er|ance)|damages?"
        "|injur(?:y|ed|ies)|solicitors?|pay for"
    ),
    checks=(
        Check(
            code="service_behind_claim",
            words=(
                "Is there a point about the service itself behind the claim? It can go on as a complaint beside it."
            ),
            when=stands_alone,
        ),
    ),
)
