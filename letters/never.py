"""Name what no letter may say: promises, opinions, other people's data, jargon, dates and names nobody knows.

Source: the councils' pages (no result is promised); LGSCO guide for complaint handlers (the organisation, not people).
"""

from typing import Final

from classify.labels import Reason
from letters.draft import Draft, LetterCase
from letters.item import whole_text
from letters.nevers import asking, later
from letters.nevers.days import find_unknown_date
from letters.nevers.offence import Never, Offence, never_says
from letters.nevers.people import find_disclosure, find_foul, find_other_child, find_staff
from letters.nevers.plain import find_acronym, find_hard_reading
from letters.nevers.recipient import find_anonymous, find_other_recipient, find_telling_subject
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
    Never(key="right_recipient", words="Goes to the person of this case", find=find_other_recipient),
    Never(key="subject_line", words="No name or matter in the mail's subject", find=find_telling_subject),
    Never(key="no_blanks", words="Nothing left to fill in", find=_blank),
    Never(key="known_dates", words="Only dates of this case", find=find_unknown_date),
    Never(key="no_other_child", words="No child's name that is not on the case", find=find_other_child),
    Never(key="no_staff_name", words="No name of a worker they complain about", find=find_staff),
    Never(key="no_disclosure", words="Nothing repeated about danger to somebody", find=find_disclosure),
    Never(key="no_abuse", words="No swear words", find=find_foul),
    Never(key="no_promise", words="No promise of a result", find=never_says("promises")),
    Never(key="no_opinion", words="No view on who is right, no blame, no label", find=never_says("opinions")),
    Never(key="no_label", words="No label for the person", find=never_says("labels"), when=_has_vexatious),
    Never(key="no_staff_matters", words="Nothing about staff matters", find=never_says("staff_matters")),
    Never(key="no_equality_data", words="No equality answers", find=never_says("equality")),
    Never(key="no_machine", words="Nothing about how the message was sorted", find=never_says("machine")),
    Never(key="not_closed", words="Not closed on them: there is a next step", find=never_says("closed")),
    Never(key="known_stages", words="Only stages that the procedure has", find=find_unknown_stage),
    Never(key="no_long_limits", words="No 50 or 65 days as if they were normal", find=find_long_limit),
    Never(key="not_anonymous", words="The writer can be written to", find=find_anonymous),
    Never(key="plain_words", words="No jargon, law or Latin", find=never_says("jargon"), must=False),
    Never(key="no_acronyms", words="No unexplained letters", find=find_acronym, must=False),
    Never(key="easy_to_read", words="Easy to read", find=find_hard_reading, must=False),
    *asking.NEVERS,
    *later.NEVERS,
)
