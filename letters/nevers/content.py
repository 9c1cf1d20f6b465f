"""Find what no letter says whatever it is about: others' lives, the law, threats, a bare no, insults that are quoted.

Source: LGSCO, guide for complaint handlers; the councils' own pages; UK GDPR articles 9 and 10.
"""

import re
from typing import Final

from classify.labels import Flag
from letters.draft import Draft, LetterCase, LetterId
from letters.forbidden import forbidden
from letters.gists import wishes
from letters.item import whole_text
from letters.nevers.offence import Never, Offence, never_says, own_text

_NO: Final = re.compile(
    r"\b(?:we|i|nobody) (?:can do nothing|have no (?:power|right)|"
    r"(?:cannot|can.t|can not|could not|will not|do not|are unable to|are not able to|are not allowed to) "
    r"(?:deal|look|help|take|investigate|consider|accept|answer|do (?:anything|more)))",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(
    r"\b(?:you can|you may|you could|please|ask (?:us|them)|tell us|ring|contact|write to|who can help|who could help|"
    r"we will|we can|they can|it can|when it|when they|if (?:the|you|somebody|someone)|until|yet)\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"[“\"]([^”\"]+)[”\"]")


def find_bare_no(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a refusal with nothing beside it that the person can do or that will happen."""
    for at, paragraph in enumerate(draft.paragraphs):
        hit = _NO.search(own_text(whole_text(paragraph), case))
        if hit is None:
            continue
        after = draft.paragraphs[at + 1 : at + 2]
        rest = whole_text(paragraph).replace(hit[0], " ") + "".join(whole_text(p) for p in after if p.key != "contact")
        if not _NEXT.search(rest):
            return Offence(what=f"“{hit[0]}” and no next step", paragraph=paragraph.key)
    return None


def find_insult(draft: Draft, case: LetterCase) -> Offence | None:
    """Find an insult inside quotation marks, except in what the person wants, which stands as they said it."""
    theirs = frozenset(wishes(case))
    for paragraph in draft.paragraphs:
        for quote in _QUOTED.finditer(whole_text(paragraph)):
            if quote[0] not in theirs and any(pattern.search(quote[1]) for pattern in forbidden("insults")):
                return Offence(what="a quotation that insults somebody", paragraph=paragraph.key)
    return None


def _is_about_danger(case: LetterCase) -> bool:
    flags = (Flag.SAFEGUARDING, Flag.ABOUT_WORKER_OR_CARER)
    return case.letter is LetterId.SAFEGUARDING_SHARE or any(case.assessment.has(flag) for flag in flags)


NEVERS: Final[tuple[Never, ...]] = (
    Never(key="no_insults", words="No insult quoted", find=find_insult),
    Never(key="no_third_person", words="Nothing about anybody else's life", find=never_says("third_person")),
    Never(key="no_whereabouts", words="Not where a child lives, or with whom", find=never_says("whereabouts")),
    Never(key="no_police_health", words="Nothing from the police or a doctor", find=never_says("police_health")),
    Never(key="no_legal_advice", words="No advice on the law or on a court's dates", find=never_says("legal_advice")),
    Never(key="no_threats", words="No threats", find=never_says("threats")),
    Never(key="no_sarcasm", words="No sarcasm, nobody told off", find=never_says("sarcasm")),
    Never(key="no_bare_no", words="No refusal without a next step", find=find_bare_no),
    Never(
        key="no_enquiry",
        words="Nothing of what is done about danger",
        find=never_says("enquiry"),
        when=_is_about_danger,
    ),
    Never(key="no_referrer", words="Not who told us of danger", find=never_says("referrer"), when=_is_about_danger),
)
