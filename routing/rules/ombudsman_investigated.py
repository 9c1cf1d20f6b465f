"""Propose not to look again at what the Ombudsman has decided or is deciding.

"The Ombudsman told me to come to you first" is a complaint; so is a remedy the council agreed with the Ombudsman
and did not carry out.
Source: northyorks.gov.uk, Children's social care complaints, What can't I complain about.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said

RULE = refusal(
    Reason.OMBUDSMAN_INVESTIGATED,
    source="northyorks.gov.uk, Children's social care complaints, What can't I complain about",
    words=(
        "The words say that the Ombudsman has looked at this, or is looking at it. The council does not look "
        "again; the Ombudsman has its own review."
    ),
    hints=phrases("ombudsman|lgsco|lgo"),
    checks=(
        Check(
            code="sent_by_ombudsman",
            words=(
                "The Ombudsman may have sent the person here first, or asked for a remedy that is not done: both are "
                "ours."
            ),
            when=said(
                "come (?:back )?to you|told me to|referred me|premature|agreed (?:action|remedy)"
                "|remed(?:y|ies)|said (?:I|to) (?:should|must|complain)|recommend(?:ed|ation)s?"
            ),
        ),
    ),
)
