"""Propose to send the person to the independent home or agency first.

It is a "go there first", not a refusal, and the council's own choice, monitoring and response stay its own.
Source: northyorks.gov.uk, Children's social care complaints, Complaints about independent care providers;
next.shropshire.gov.uk, Feedback and complaints, Who can I complain about.
"""

from classify.labels import Flag, Reason
from routing.rule import Check, always, flagged, phrases, refusal

RULE = refusal(
    Reason.INDEPENDENT_PROVIDER,
    source=(
        "northyorks.gov.uk, Children's social care complaints, Complaints about independent care providers; "
        "next.shropshire.gov.uk, Feedback and complaints, Who can I complain about"
    ),
    words=(
        "The words are about the daily conduct of an independent home or agency. It has its own complaints "
        "procedure and hears it first; the council can look again afterwards if it arranged the care."
    ),
    hints=phrases(
        "agency|provider|private|independent|company|the (?:home|unit)|staff at"
        "|supported (?:accommodation|lodgings)|charity|manager"
    ),
    checks=(
        Check(
            code="placed_by_us",
            words=(
                "Did the council place and pay for the child there, and has the provider answered already? Then the "
                "council looks into it too."
            ),
            when=always,
        ),
        Check(
            code="harm_comes_first",
            words="There may be danger to a child there. Safeguarding goes first, whoever runs the place.",
            when=flagged(Flag.SAFEGUARDING, Flag.ABOUT_WORKER_OR_CARER),
        ),
    ),
)
