"""Find stages and limits that the procedure of this case does not have."""

import re

from letters.draft import Draft, LetterCase
from letters.item import whole_text
from letters.nevers.offence import Offence, own_paragraphs
from letters.stages import stage_of_point


def find_unknown_stage(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a stage that none of the case's procedures has."""
    numbers = {s.number for p in case.procedures for s in p.stages}
    words = {"one": 1, "two": 2, "three": 3, "four": 4}
    for key, text in own_paragraphs(draft, case):
        for hit in re.finditer(r"\bstage (\d|one|two|three|four)\b", text, re.IGNORECASE):
            number = words.get(hit[1].lower()) or int(hit[1])
            if numbers and number not in numbers:
                return Offence(what=hit[0], paragraph=key)
    return None


def find_long_limit(draft: Draft, case: LetterCase) -> Offence | None:
    """Find 50 or 65 days given as a rule: they are only ever the latest of a later stage."""
    stages = [s for m in case.assessment.matters if (s := stage_of_point(case, m))]
    allowed = {limit.n for s in stages for limit in (s.limit, s.maximum) if limit}
    hits = ((p.key, m) for p in draft.paragraphs for m in re.finditer(r"\b(50|65) (?:working )?days", whole_text(p)))
    return next((Offence(what=m[0], paragraph=key) for key, m in hits if int(m[1]) not in allowed), None)
