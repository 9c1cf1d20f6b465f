"""Find what the letters that ask for something must not say: that we know somebody, a demand, a wrong Ombudsman.

Source: Data Protection Act 2018 and UK GDPR art 5 (whether a case exists is itself personal data); the Ombudsman's
Complaint Handling Code section 5 (no barrier before a complaint); Local Government Act 1974 s26B.
"""

# ruff: noqa: E501 - a list of ways to say one thing reads better on one line

import re
from collections.abc import Iterator
from typing import Final

from letters.draft import Draft, LetterCase, LetterId
from letters.nevers.offence import FindOffence, Never, Offence, own_paragraphs
from letters.questions import known_already, questions_of
from letters.signposts import contact_words

_ENDS: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_PERSON: Final = (
    r"(?:he|she|they|the (?:child|children|young person|person|family|mother|father|parent|boy|girl|client|constituent)|"
    r"your (?:sister|brother|friend|neighbour|mother|father|mum|dad|client|constituent|relative|niece|nephew|cousin|"
    r"daughter|son|grandson|granddaughter))"
)
_THEIRS: Final = (
    r"(?:his|her|their|(?:the (?:child|young person|person|family|client|constituent)|your (?:sister|brother|friend|neighbour|"
    r"client|constituent|niece|nephew|cousin))['\u2019]s)"
)
_WORK: Final = r"(?:case|file|record|plan|assessment|involvement|referral|enquir(?:y|ies)|social worker)"
KNOWS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"\b{_PERSON} (?:is|are|was|were|has been|have been) (?:not |already |well |currently |no longer |previously )*"
            r"(?:known to|open to|under|supported by|looked after|in (?:our )?care|on a plan|working with|one of ours|a client|"
            r"getting help|receiving)\b"
        ),
        r"\b(?:un)?known to (?:us|the council|our|children|social|this department)\b",
        (
            rf"\b{_PERSON} (?:has|have|had|does not have|do not have|already has|already have) (?:an?|the|no|any|our)? ?(?:open |"
            rf"closed |allocated |named |care |current )*(?:{_WORK}|foster carers?|personal adviser|key worker|placement|review)\b"
        ),
        (
            rf"\b{_THEIRS} (?:own |current |allocated |named |open |old |last |child in need |child protection )*(?:social worker|"
            r"case|file|records?|care plan|plan|assessment|placement|foster carers?|personal adviser|key worker|team|review)\b"
        ),
        (
            rf"\bwe (?:already |currently |do |also |still )*(?:have|hold|keep|found|opened|closed) (?:an? |the |no |some |any |"
            rf"this )?(?:open |closed |current |old )*(?:{_WORK}s?|papers|notes|information) (?:on|about|for|with|of)\b"
        ),
        (
            rf"\bwe (?:have|hold|found|find|keep|can find|could find|cannot find|could not find) (?:an? |no |any |nothing|not)"
            rf"(?:open |closed |current |such )*(?:{_WORK}s?|trace|on (?:them|him|her|file)|about)?\b[^.]{{0,30}}"
            rf"\b(?:{_WORK}s?|trace|name|record|them|him|her|family|file)\b"
        ),
        (
            r"\bwe (?:already |currently |do |are |have )*(?:work(?:ing|ed)? with|support(?:ing|ed)?|know|visit(?:ed|ing)?|look(?:ing)? "
            r"after) (?:them|him|her|the (?:child|family|person|young person)|your \w+|this (?:child|family|person|young person))\b"
        ),
        (
            r"\b(?:our|the council's|the council\u2019s) (?:records?|files?|systems?|database) (?:shows?|says?|holds?|has|have|tells?|"
            r"do(?:es)? not)\b"
        ),
        r"\b(?:an?|the|any|no|is|are) (?:open|existing|active|current|closed) (?:case|file|referral|plan)\b",
    )
)
"""How a letter gives away that somebody is, or is not, known to the council."""
_OPEN: Final = re.compile(r"\b(?:whether|if|cannot say|can not say|not say)\b", re.IGNORECASE)
"""A word before the hit that leaves it open: "we cannot even say whether we know them"."""

_REFUSES: Final = re.compile(
    r"\bwe (?:cannot|can not|can't|will not|won't|are (?:unable|not able) to|do not) (?:log|register|accept|take|consider|start|"
    r"deal with|look (?:at|into)|investigate|record|process|progress)\b[^.]{0,60}\b(?:complaint|it|this)\b",
    re.IGNORECASE,
)
_ONLY_THROUGH: Final = re.compile(
    r"\b(?:only you (?:may|can)|pass (?:this|the) form (?:on )?to (?:the )?(?:child|young person)|must (?:give|return|send) (?:it|the "
    r"form) (?:back )?(?:to|through|by way of) you)\b",
    re.IGNORECASE,
)
_DEMANDS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\byou (?:must|have to|need to|are required to) (?:fill|complete|sign|use|return|provide|answer|reply|send|submit|prove|show)\b",
        r"\b(?:complete|fill in|use) (?:our|the|this|an?) (?:\w+ )?form\b",
        r"\bwe (?:cannot|can not|can't|will not|won't|are unable to)\b[^.]{0,70}\b(?:until|unless|without)\b",
        r"\bif (?:you do not|you don't|we do not|we don't)\b[^.]{0,60}\b(?:clos\w+|end|stop|drop|withdraw\w*|treat\w*|assume|no further)\b",
        r"\b(?:failure to|fail to) (?:reply|respond|answer|provide)\b",
        r"\b(?:prove|proof of|evidence that|evidence for|evidence of|back (?:this|it) up)\b",
    )
)
_NOT_NEEDED: Final = re.compile(
    r"\b(?:do not|don't|don\u2019t) (?:have|need) to\b|\bno need to\b|\bwill not (?:drop|close|stop|end)\b",
    re.IGNORECASE,
)
_MUST_NOT_GO: Final = re.compile(
    r"\byou (?:must|have to|need to|should|are required to) (?:first |always )?(?:finish|wait|go through|complete|exhaust|use all|"
    r"come back|ask us|let us)\b"
    r"|\byou (?:cannot|can not|can't|may not|must not|are not (?:allowed|able) to|should not)\b[^.]{0,50}\b(?:ombudsman|them|there)\b"
    r"|\bombudsman\b[^.]{0,40}\b(?:only after|not until|will not|cannot) (?:look|help|accept|take|you)\b",
    re.IGNORECASE,
)
_OMBUDSMAN: Final = re.compile(
    r"\b(Local [A-Z][\w&, ]{0,60}?Ombudsman|LGO|LGSCO|Commission for Local Administration)\b"
)
_NUMBER: Final = re.compile(r"\b0\d(?:[ -]?\d){8,9}\b")


def _sentences(draft: Draft, case: LetterCase) -> Iterator[tuple[str, str]]:
    return ((key, one) for key, text in own_paragraphs(draft, case) for one in _ENDS.split(text))


def find_known_person(draft: Draft, case: LetterCase) -> Offence | None:
    """Find words that tell whether the council knows the person somebody else writes for."""
    for key, sentence in _sentences(draft, case):
        for pattern in KNOWS:
            hit = pattern.search(sentence)
            if hit and not _OPEN.search(sentence[: hit.start()]):
                return Offence(what=f"“{hit[0]}”", paragraph=key)
    return None


def _finds(*patterns: re.Pattern[str], except_for: re.Pattern[str] | None = None) -> FindOffence:
    def find(draft: Draft, case: LetterCase) -> Offence | None:
        sentences = ((k, s) for k, s in _sentences(draft, case) if not (except_for and except_for.search(s)))
        hits = ((key, pattern.search(sentence)) for key, sentence in sentences for pattern in patterns)
        return next((Offence(what=f"“{hit[0]}”", paragraph=key) for key, hit in hits if hit), None)

    return find


def find_asked_twice(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a question whose answer they have given already."""
    asked = ((key, question) for key, question in questions_of(draft, case) if known_already(question, case))
    return next((Offence(what=f"“{question}”", paragraph=key) for key, question in asked), None)


def find_other_ombudsman(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a name or number for the Ombudsman that is not the one of the council's file: old ones are still in print."""
    council = case.council
    contacts = (council.team, council.duty, council.advocacy, council.ombudsman, *council.signposts.values())
    known = " ".join(map(contact_words, contacts))
    digits = {re.sub(r"\D", "", number) for number in _NUMBER.findall(known)}
    for key, text in own_paragraphs(draft, case):
        if "ombudsman" not in text.lower():
            continue
        wrong = next((name for name in _OMBUDSMAN.findall(text) if name not in known), None)
        wrong = wrong or next((n for n in _NUMBER.findall(text) if re.sub(r"\D", "", n) not in digits), None)
        if wrong:
            return Offence(what=wrong, paragraph=key)
    return None


_CONSENT: Final = frozenset({LetterId.CONSENT})
_MORE: Final = frozenset({LetterId.MORE_INFORMATION})
_ABOUT_OMBUDSMAN: Final = frozenset({LetterId.OMBUDSMAN})

NEVERS: Final[tuple[Never, ...]] = (
    Never(
        key="no_case_told", words="Nothing about whether we know the person", find=find_known_person, letters=_CONSENT
    ),
    Never(
        key="not_refused",
        words="The complaint is not held back until the form is there",
        find=_finds(_REFUSES),
        letters=_CONSENT,
    ),
    Never(
        key="not_only_through",
        words="The form reaches the person in other ways too",
        find=_finds(_ONLY_THROUGH),
        letters=_CONSENT,
    ),
    Never(
        key="no_demand",
        words="No demand, no proof, nothing closed for want of an answer",
        find=_finds(*_DEMANDS, except_for=_NOT_NEEDED),
        letters=_MORE,
    ),
    Never(key="not_asked_twice", words="Nothing asked that they have told us", find=find_asked_twice, letters=_MORE),
    Never(
        key="free_to_go",
        words="Nobody is kept from the Ombudsman",
        find=_finds(_MUST_NOT_GO, except_for=re.compile(r"\bdo(?:es)? not have to\b", re.IGNORECASE)),
        letters=_ABOUT_OMBUDSMAN,
    ),
    Never(
        key="right_ombudsman",
        words="The Ombudsman's name and number are those of the council's file",
        find=find_other_ombudsman,
    ),
)
