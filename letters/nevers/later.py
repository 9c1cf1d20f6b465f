"""Find what a letter of a later stage, a notice of delay, or a letter to a foster carer may never say.

Source: SI 2006/1738 reg 19 (a panel does not investigate again); LGSCO, guide for practitioners on the
statutory procedure.
"""

import re
from typing import Final

from letters.draft import Draft, LetterCase, LetterId
from letters.nevers.offence import FindOffence, Never, Offence, own_paragraphs
from letters.stages import has_panel, stages_of

STAGED: Final = frozenset({LetterId.STAGE_TWO, LetterId.STAGE_THREE, LetterId.MIXED, LetterId.YOUNG_PERSON})
CARER: Final = frozenset({LetterId.FOSTER_CARER, LetterId.STAGE_TWO, LetterId.STAGE_THREE, LetterId.MIXED})
YOUNG: Final = frozenset({LetterId.YOUNG_PERSON})
_NEGATED: Final = re.compile(r"\b(?:not|never|no|nor|neither|without|cannot|n.t)\b[^.;:]{0,30}$", re.IGNORECASE)


def _never(pattern: str, *, unless_denied: bool = True) -> FindOffence:
    """Return a finder of words that are left alone where the sentence denies them."""
    hit = re.compile(pattern, re.IGNORECASE)

    def find(draft: Draft, case: LetterCase) -> Offence | None:
        for key, text in own_paragraphs(draft, case):
            for match in hit.finditer(text):
                if not (unless_denied and _NEGATED.search(text[: match.start()])):
                    return Offence(what=f"“{match[0]}”", paragraph=key)
        return None

    return find


def _is_panel(case: LetterCase) -> bool:
    return any(has_panel(case, m) for m in case.assessment.matters)


def _is_later(case: LetterCase) -> bool:
    return any(number > 1 for number in stages_of(case))


NEVERS: Final[tuple[Never, ...]] = (
    Never(
        key="no_talking_out",
        words="Nothing that talks them out of it",
        find=_never(
            r"\b(?:advise|suggest|recommend|urge|encourage|ask) (?:that )?you (?:not |to )?(?:to )?"
            r"(?:drop|withdraw|accept|reconsider|think again|not (?:to )?(?:go|take))"
            r"|\b(?:unlikely|little (?:chance|point)|no point in|not worth (?:it|while))\b|"
            r"\bconsider (?:carefully )?whether\b|\bdifferent (?:result|outcome|answer)\b|\bare you sure\b",
        ),
        letters=STAGED,
        when=_is_later,
    ),
    Never(
        key="person_no_advocate",
        words="The Independent Person is not on anybody's side",
        find=_never(
            r"\bIndependent Person\b(?![^.]{0,60}\b(?:not|never)\b)[^.]{0,60}"
            r"\b(?:(?:is|as|be|your) (?:an? |your )?advocate|on your side"
            r"|speaks? (?:up )?for you|supports? you|represents? you|helps? you)\b",
            unless_denied=False,
        ),
        letters=STAGED,
    ),
    Never(
        key="no_appeal",
        words="A panel is no appeal",
        find=_never(r"\b(?:your|this|an|the) appeals?\b|\bappeal (?:panel|hearing|stage)\b|\byou (?:have )?appealed\b"),
        letters=STAGED,
        when=_is_panel,
    ),
    Never(
        key="no_new_investigation",
        words="A panel does not investigate again",
        find=_never(
            r"\b(?:new|fresh|second|further|another) investigation\b|\bre-?investigat\w*"
            r"|\binvestigates? (?:it |this |your complaint )?(?:again|anew|afresh)\b"
            r"|\bstarts? (?:all )?(?:over )?again\b"
        ),
        letters=STAGED,
        when=_is_panel,
    ),
    Never(
        key="no_promise_of_panel",
        words="No promise that the council does what the panel says",
        find=_never(
            r"\b(?:council|we) (?:will|must|ha(?:s|ve) to|(?:is|are) bound to|always) (?:then )?"
            r"(?:accepts?|agrees? (?:to|with)|follows?|do|does|carry out|carries out) "
            r"(?:all |everything |whatever |what |any )?(?:of )?(?:that )?"
            r"(?:the panel|it says|they say|(?:the |its |their )?recommend)"
        ),
        letters=STAGED,
    ),
    Never(
        key="no_link_to_approval",
        words="The complaint is not tied to a review of the carer",
        find=_never(
            r"\b(?:annual |carer(?:s|'s|.s)? |approval |household )review\b"
            r"|\breview(?:ed)? (?:of )?your (?:approval|registration)\b|"
            r"\bfostering panel will\b|\btell (?:your supervising social worker|the fostering panel)\b"
        ),
        letters=CARER,
    ),
    Never(
        key="no_media_line",
        words="Nothing about the press, unless a person means it",
        find=_never(
            r"\b(?:media|journalists?|newspapers?|the press|social media|facebook|television)\b", unless_denied=False
        ),
        letters=CARER,
        must=False,
    ),
    Never(
        key="no_copy_to_carer",
        words="No copy to a carer, a parent or a worker",
        find=_never(
            r"\b(?:copy|copied|copies|sent|send|given|give|shown|show)\b[^.]{0,40}\b(?:to )?(?:your )?(?:foster )?"
            r"(?:carers?|mum|dad|mother|father|parents?|guardian|keyworker|key worker)\b"
        ),
        letters=YOUNG,
    ),
    Never(
        key="no_pictures",
        words="No smileys",
        find=_never(r"[\u2600-\u27bf\U0001f300-\U0001faff]|(?<!\w)[:;]-?[)D(]", unless_denied=False),
        letters=YOUNG,
        must=False,
    ),
)
