"""Propose to wait for a decision that has not been taken.

Delay in deciding is a complaint now, and so is a decision that was taken and not written down.
Source: northyorks.gov.uk, Children's social care complaints, What can't I complain about.
"""

from classify.labels import Flag, Reason
from routing.rule import Check, flagged, phrases, refusal, said

RULE = refusal(
    Reason.DECISION_NOT_MADE,
    source="northyorks.gov.uk, Children's social care complaints, What can't I complain about",
    words=(
        "The words speak of something proposed or still being assessed, and nothing has been decided. The "
        "person can be told how to be heard before it is."
    ),
    hints=phrases(
        "proposal|proposed|consult(?:ation|ing)|thinking (?:of|about)|planning to|going to"
        "|considering|may (?:close|stop|move)|might|meeting (?:next|on)|not (?:yet )?decided"
        "|will decide|under review"
    ),
    checks=(
        Check(
            code="delay_is_complaint",
            words="Is the complaint that the decision takes too long? Delay is a complaint now.",
            when=said(
                "delay(?:ed)?|still waiting|for (?:weeks|months|years)|keeps? (?:being )?(?:put|putting) off"
                "|no decision|months"
            ),
        ),
        Check(
            code="imminent_change",
            words="Something may be about to happen. Should the change be held until the complaint is heard?",
            when=flagged(Flag.URGENT_DECISION),
        ),
    ),
)
