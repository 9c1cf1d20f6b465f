"""Name what no letter may say: promises, opinions, other people's data, jargon, dates and names nobody knows.

Source: the councils' pages (no result is promised); LGSCO guide for complaint handlers (the organisation, not people).
"""

from typing import Final

from classify.labels import Reason
from letters.draft import Draft, LetterCase
from letters.item import whole_text
from letters.nevers import asking, clocks, contacts, content, days, later, names, plain, recipient, telling
from letters.nevers.offence import Never, Offence, never_says
from letters.nevers.people import find_disclosure, find_foul, find_staff
from letters.nevers.stages import find_long_limit, find_unknown_stage
from letters.writing import BLANK


def _blank(draft: Draft, _: LetterCase) -> Offence | None:
    gaps = ((p.key, BLANK.search(whole_text(p))) for p in draft.paragraphs)
    inside = next((Offence(what=gap[1], paragraph=key) for key, gap in gaps if gap), None)
    outside = next((Offence(what=blank) for blank in draft.blanks), None)
    return inside or outside


def _has_vexatious(case: LetterCase) -> bool:
    return any(m.reason is Reason.EFD_VEXATIOUS for m in case.assessment.matters)


NEVERS: Final[tuple[Never, ...]] = (
    *recipient.NEVERS,
    Never(key="no_blanks", words="Nothing left to fill in", find=_blank),
    *days.NEVERS,
    *clocks.NEVERS,
    *contacts.NEVERS,
    *names.NEVERS,
    Never(key="no_staff_name", words="No name of a worker they complain about", find=find_staff),
    Never(key="no_disclosure", words="Nothing repeated about danger to somebody", find=find_disclosure),
    Never(key="no_abuse", words="No swear words", find=find_foul),
    *content.NEVERS,
    Never(key="no_promise", words="No promise of a result", find=never_says("promises")),
    Never(key="no_opinion", words="No view on who is right, no blame, no label", find=never_says("opinions")),
    Never(key="no_label", words="No label for the person", find=never_says("labels"), when=_has_vexatious),
    Never(key="no_staff_matters", words="Nothing about staff matters", find=never_says("staff_matters")),
    Never(key="no_equality_data", words="No equality answers", find=never_says("equality")),
    Never(key="no_machine", words="Nothing about how the message was sorted", find=never_says("machine")),
    Never(key="not_closed", words="Not closed on them: there is a next step", find=never_says("closed")),
    Never(key="known_stages", words="Only stages that the procedure has", find=find_unknown_stage),
    Never(key="no_long_limits", words="No 50 or 65 days as if they were normal", find=find_long_limit),
    *asking.NEVERS,
    *later.NEVERS,
    *telling.NEVERS,
    *plain.NEVERS,
)
