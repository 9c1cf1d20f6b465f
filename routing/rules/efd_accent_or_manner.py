"""Propose to leave out accent, dialect, manner, tone, origin and nationality.

A worker whose words could not be understood is inside, whatever the accent; rudeness belongs in the ordinary
procedure.
Source: Immigration Act 2016 s77 and its code of practice; northyorks.gov.uk, Children's social care complaints,
English fluency.
"""

from classify.labels import Flag, Reason
from routing.rule import Check, flagged, phrases, refusal, said

RULE = refusal(
    Reason.EFD_ACCENT_OR_MANNER,
    source=(
        "Immigration Act 2016 s77 and its code of practice; northyorks.gov.uk, Children's social care "
        "complaints, English fluency"
    ),
    words=(
        "The words are about accent, manner or origin, not about command of spoken English. The fluency "
        "procedure does not cover that; rudeness can be looked into elsewhere."
    ),
    hints=phrases(
        "accents?|dialect|tone|manner|foreign|nationality|brogue|speaks? (?:too )?(?:fast|quickly|loud)"
        "|where (?:she|he|they)(?:'s| is| are) from|from (?:abroad|overseas)|english (?:person|worker)"
    ),
    checks=(
        Check(
            code="fluency_facts",
            words=(
                "The words also speak of not understanding. If the worker's command of English was the trouble, this "
                "is a fluency matter."
            ),
            when=said("understand|understood|follow|make out|did not know the words?|repeat|wrong words?"),
        ),
        Check(
            code="efd_elsewhere",
            words="If the worker was rude or dismissive, the ordinary procedure takes that. Is there such a point?",
            when=flagged(Flag.STAFF_CONDUCT),
        ),
    ),
)
