"""Propose to leave out workers employed by a private or voluntary provider.

An agency worker hired by the council, and a worker in a home the council runs, are inside.
Source: Immigration Act 2016 s78; northyorks.gov.uk, Children's social care complaints, English fluency.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said, stands_alone

RULE = refusal(
    Reason.EFD_PRIVATE_PROVIDER,
    source="Immigration Act 2016 s78; northyorks.gov.uk, Children's social care complaints, English fluency",
    words=(
        "The words are about somebody whom a company or charity employs. The council's fluency procedure does"
        " not cover them; their employer has its own procedure."
    ),
    hints=phrases("agency|company|contractor|charity|private|provider|taxi|firm|employed by|nursery|ltd"),
    checks=(
        Check(
            code="hired_by_council",
            words=(
                "Is the worker hired by the council through an agency, or in a home the council runs? Then they are "
                "covered."
            ),
            when=said(
                "agency (?:social )?worker|agency staff|bank (?:staff|worker)|council(?:'s)? (?:home|run)"
                "|interpreter|locum"
            ),
        ),
        Check(
            code="efd_elsewhere",
            words="What the fluency procedure leaves out may still fit another one. Is there such a point?",
            when=stands_alone,
        ),
    ),
)
