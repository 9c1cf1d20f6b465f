"""Name what the letter must say that tells the way to the Ombudsman.

Source: Local Government Act 1974 s26B (12 months); the Ombudsman's Complaint Handling Code section 6.
"""

import re
from typing import Final

from letters.draft import Draft, LetterCase
from letters.item import Item, says, whole_text
from letters.items.finding import OMBUDSMAN
from letters.stages import stage_of_point
from letters.standing import is_overdue


def _ombudsman(draft: Draft, case: LetterCase) -> str | None:
    """Find the Ombudsman's name and number, that they can be asked at any time, and all else the council's file has."""
    contact = case.council.ombudsman
    known = [words for words in (contact.phone, contact.post, contact.website) if words]
    whole = "\n".join(whole_text(p) for p in draft.paragraphs)
    found = says(re.escape(contact.name or "(?!)"), r"at any time|any point|whenever|now")(draft, case)
    return found if contact.phone and all(words in whole for words in known) else None


def _stages_over(_: Draft, case: LetterCase) -> str | None:
    """Say whether no stage is left of any procedure: only then is "finished" true, and never where none began."""
    pairs = [
        (p, stage_of_point(case, m)) for m in case.assessment.matters for p in case.procedures if p.id == m.procedure
    ]
    return None if not pairs or any(s and any(one.number > s.number for one in p.stages) for p, s in pairs) else ""


def _is_late(_: Draft, case: LetterCase) -> str | None:
    return "" if is_overdue(case) else None


OMBUDSMAN_ITEMS: Final[tuple[Item, ...]] = (
    Item(
        key="why",
        words="Why they get this letter",
        find=says(r"every stage|all (?:the|our) (?:stages|steps)|you asked|is late|finished"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="stages_over",
        words="No stage of the procedure is left, as the letter says",
        find=_stages_over,
        when=lambda case: case.said.get("why") == "finished",
        letters=OMBUDSMAN,
    ),
    Item(
        key="is_late",
        words="A reply is late, as the letter says",
        find=_is_late,
        when=lambda case: case.said.get("why") == "late",
        letters=OMBUDSMAN,
    ),
    Item(
        key="ombudsman", words="The Ombudsman: every contact we know, at any time", find=_ombudsman, letters=OMBUDSMAN
    ),
    Item(
        key="independent",
        words="That the Ombudsman is independent and free",
        find=says(r"ombudsman", r"independent|does not work for (?:us|the council)", r"\bfree\b"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="year",
        words="The 12 months, as what is usual",
        find=says(r"\b(?:12|twelve) months\b|\ba year\b", r"usual|normally|may still"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="final_letter",
        words="That they want to see our final letter",
        find=says(r"final (?:letter|reply|answer)", r"\bsee\b|\bshow\b|\bneed\b|\bask\b"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="cannot",
        words="What the Ombudsman cannot do",
        find=says(r"(?:they|ombudsman) (?:cannot|can not|do not|may not)", r"court|appeal|tribunal|decide"),
        letters=OMBUDSMAN,
    ),
    Item(
        key="late_help",
        words="That the Ombudsman may also help when we are late",
        find=says(r"\blate\b|too long|have not replied", r"may|can|help|look"),
        when=lambda case: case.said.get("why") != "finished",
        letters=OMBUDSMAN,
        paragraph="reach",
    ),
    Item(
        key="still_ours",
        words="That going there does not end the complaint to us",
        find=says(r"does not (?:end|stop|close|change)|goes on"),
        when=lambda case: case.said.get("why") != "finished",
        letters=OMBUDSMAN,
    ),
)
