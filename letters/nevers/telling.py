"""Find what the letters that tell something may never say: about behaviour, thanks, what was shared, who answers.

Source: the councils' policies on unreasonable behaviour, after the Ombudsman's guidance: contact is limited and never
ended, and repeated contact because the council is late is not unreasonable.
"""

import re
from typing import Final

from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId
from letters.item import whole_text
from letters.nevers.offence import Never, Offence, never_says

BEHAVIOUR: Final = frozenset({LetterId.BEHAVIOUR_WARNING})
SHARED: Final = frozenset({LetterId.SAFEGUARDING_SHARE})
COMPLIMENT: Final = frozenset({LetterId.COMPLIMENT})
QUOTED: Final = re.compile(r"[“\"][^”\"]{2,}[”\"]")
ASKED_FOR: Final = "adjustments"
"""The paragraph in which a person's own wish about how to reach them is quoted."""


def find_quotation(draft: Draft, _: LetterCase) -> Offence | None:
    """Find a quotation: what happened is told in neutral words of ours."""
    own = (p for p in draft.paragraphs if p.key != ASKED_FOR)
    return next((Offence(what=hit[0], paragraph=p.key) for p in own if (hit := QUOTED.search(whole_text(p)))), None)


NEVERS: Final[tuple[Never, ...]] = (
    Never(
        key="no_behaviour_inside",
        words="Nothing about their behaviour inside an acknowledgement",
        find=never_says("behaviour"),
        letters=ACKNOWLEDGEMENTS,
    ),
    Never(key="no_cut_off", words="Contact is not ended", find=never_says("cut_off"), letters=BEHAVIOUR),
    Never(
        key="no_counting",
        words="No count of messages: none that we had not answered counts",
        find=never_says("counting"),
        letters=BEHAVIOUR,
    ),
    Never(key="no_quotation", words="Nothing quoted", find=find_quotation, must=False, letters=BEHAVIOUR),
    Never(
        key="no_harm_details",
        words="No detail of what happened to anybody",
        find=never_says("harm_details"),
        letters=SHARED,
    ),
    Never(key="no_fishing", words="No fishing for more", find=never_says("fishing"), letters=COMPLIMENT),
    Never(
        key="no_named_thanks", words="No name beside their words", find=never_says("named_thanks"), letters=COMPLIMENT
    ),
)
