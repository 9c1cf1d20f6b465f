"""Propose to wait while the police or a criminal court deal with the same facts.

A crime the writer reported about something else does not bar; "this is criminal" is a figure of speech.
Source: SI 2006/1738 reg 8; northyorks.gov.uk, Children's social care complaints, What can't I complain about.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said

RULE = refusal(
    Reason.CRIMINAL_INVESTIGATION,
    source="SI 2006/1738 reg 8; northyorks.gov.uk, Children's social care complaints, What can't I complain about",
    words=(
        "The words speak of a police investigation or charges about the same facts. The point can wait until "
        "they end; the safety of a child cannot."
    ),
    hints=phrases(
        "police|arrest(?:ed)?|charged|bail|crime (?:reference|number)|detective|cps|crown court"
        "|prosecut(?:ed|ion)|criminal|under caution"
    ),
    checks=(
        Check(
            code="police_may_be_done",
            words="The police may have finished, or only have been called. Is there an investigation now?",
            when=said("no further action|nfa|dropped|closed|attended|called the police|came out"),
        ),
    ),
)
