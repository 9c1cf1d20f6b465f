"""Propose to wait while disciplinary proceedings run on the same facts.

Wanting somebody dismissed is an outcome, not a proceeding. The letter never gives any detail of the worker's case.
Source: SI 2006/1738 reg 8; northyorks.gov.uk, Children's social care complaints, What can't I complain about.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said

RULE = refusal(
    Reason.DISCIPLINARY_PROCEEDINGS,
    source="SI 2006/1738 reg 8; northyorks.gov.uk, Children's social care complaints, What can't I complain about",
    words=(
        "The words speak of disciplinary proceedings about the same facts. That part can wait; whatever does "
        "not concern the worker can go on."
    ),
    hints=phrases(
        "disciplinary|suspended|suspension|hr|misconduct|internal investigation|human resources|gross misconduct"
    ),
    checks=(
        Check(
            code="wish_not_proceeding",
            words="Does the writer know of disciplinary proceedings, or wish for them? A wish is no reason to wait.",
            when=said("should be|want (?:him|her|them)|sacked|must be|fired|struck off"),
        ),
    ),
)
