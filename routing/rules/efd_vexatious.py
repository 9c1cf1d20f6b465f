"""Propose to leave out a fluency complaint that is abusive, oppressive or vexatious.

A senior person decides. A writer who is angry, but tells true facts about fluency, is inside.
Source: Immigration Act 2016 s77 and its code of practice; northyorks.gov.uk, Children's social care complaints,
English fluency.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said, stands_alone

RULE = refusal(
    Reason.EFD_VEXATIOUS,
    source=(
        "Immigration Act 2016 s77 and its code of practice; northyorks.gov.uk, Children's social care "
        "complaints, English fluency"
    ),
    words=(
        "The words attack the worker instead of describing what could not be understood. A senior person "
        "decides whether the fluency procedure may leave it out; any point about the service is still taken."
    ),
    hints=phrases(
        "go (?:back|home)|send (?:her|him|them)|foreign(?:er|ers)?|country|immigrants?|english people"
        "|british|speak english or|deport(?:ed)?|these people|get rid"
    ),
    checks=(
        Check(
            code="fluency_facts",
            words="Is there a true point about fluency inside the anger? Then the procedure takes it.",
            when=said("understand|understood|follow|make out|repeat|wrong words?"),
        ),
        Check(
            code="efd_elsewhere",
            words="A point about the service itself goes on in its own procedure. Is there such a point?",
            when=stands_alone,
        ),
    ),
)
