"""Name what a letter must say about each point: procedure, who and by when; or why not, and where to go.

Source: SI 2006/1738; the Ombudsman's Complaint Handling Code section 6; North Yorkshire's page (who, and when).
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from classify.labels import Reason, Route, Stage
from config.procedure import Anchor, Family
from letters.dates import MONTHS, say_date
from letters.draft import Draft, LetterCase
from letters.item import Item, beside
from letters.items.told_points import told_items
from letters.signposts import find_signpost
from letters.stages import deadline_of, is_gone_on, latest_of, procedure_of, reply_of, stage_of_point, waits_for
from routing.assessment import Matter
from routing.deadlines import What

WHY_SAYS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.COURT_PROCEEDINGS: r"\bcourt|tribunal",
        Reason.DISCIPLINARY_PROCEEDINGS: r"has to finish first|another (?:formal )?process|something else",
        Reason.CRIMINAL_INVESTIGATION: r"\bpolice\b",
        Reason.DECISION_NOT_MADE: r"decision|decided",
        Reason.ALREADY_INVESTIGATED: r"already",
        Reason.OMBUDSMAN_INVESTIGATED: r"ombudsman",
        Reason.OVER_A_YEAR: r"\byear",
        Reason.OTHER_BODY: r"another organisation|not work for (?:the council|us)",
        Reason.INDEPENDENT_PROVIDER: r"\b(?:home|agency)\b",
        Reason.INSURANCE_CLAIM: r"\bclaim|payment|money",
        Reason.RIGHT_OF_APPEAL: r"appeal",
        Reason.EFD_NOT_PUBLIC_FACING: r"part of (?:their|this|the|your) job",
        Reason.EFD_ACCENT_OR_MANNER: r"\bsounds?\b|accent|manner",
        Reason.EFD_PRIVATE_PROVIDER: r"company|charity|firm",
        Reason.EFD_VEXATIOUS: r"in the way (?:it was put|you told)",
    }
)
"""What a letter says when it gives each reason: a bare "we cannot deal with this" gives none."""

ANY_DATE: Final = rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
NAMES_OF: Final = {
    Family.STATUTORY: r"children.{0,3}s social care",
    Family.CORPORATE: r"corporate",
    Family.ENGLISH_FLUENCY: r"english fluency|spoken english",
    Family.FOSTER_CARER: r"foster carers?.{0,3}",
    Family.DESCRIPTION: r"(?!)",
}
"""How a procedure of each family may be called in a letter, beside by its own title."""


def point_items(case: LetterCase) -> Iterator[Item]:
    """Yield what the letter must say about each point of this case: procedure, who, dates; or why not, and where to."""
    yield from told_items(case)
    for matter in case.assessment.matters:
        yield from _refused(matter) if matter.route is Route.OUT_OF_SCOPE else _taken(case, matter)


def _taken(case: LetterCase, matter: Matter) -> Iterator[Item]:
    n, key = matter.number, f"point_{matter.number}"
    procedure = procedure_of(case, matter)
    pattern = rf"{re.escape(procedure.title)}|{NAMES_OF[procedure.family]}" if procedure else "(?!)"
    own = Item(key=f"procedure_{n}", words=f"Point {n}: which procedure", find=beside(matter, pattern), paragraph=key)
    who = r"deals? with|find out|repl|look into|investigat"
    yield own
    yield Item(key=f"who_{n}", words=f"Point {n}: who will reply", find=beside(matter, who), paragraph=key)
    waits = waits_for(case, matter, Anchor.STATEMENT_AGREED)
    dates = (
        ("reply", reply_of(case, matter), "the date of the reply"),
        # Until the statement is agreed, no latest date can be counted yet.
        ("latest", None if waits else latest_of(case, matter), "the latest date"),
        ("panel", deadline_of(case, matter, What.PANEL_MEETS), "the date by which the panel meets"),
    )
    for name, deadline, words in dates:
        if deadline is not None and deadline.due_on and (name == "reply" or case.stage is not Stage.OMBUDSMAN):
            said = re.escape(say_date(deadline.due_on))
            find = beside(matter, rf"\b{said}")
            yield Item(key=f"{name}_{n}", words=f"Point {n}: {words}", find=find, paragraph=key)
        elif name == "reply":
            yield Item(key=f"reply_{n}", words=f"Point {n}: {words}", find=beside(matter, ANY_DATE), paragraph=key)
    stage = stage_of_point(case, matter)
    if stage is not None and stage.gate and is_gone_on(case) and case.stage is not Stage.OMBUDSMAN:
        find = beside(matter, r"agree|decide")
        yield Item(key=f"gate_{n}", words=f"Point {n}: who decides if this stage starts", find=find, paragraph=key)


def _refused(matter: Matter) -> Iterator[Item]:
    n, key = matter.number, f"refusal_{matter.number}"
    rows = (
        ("why", "why we cannot take it now", WHY_SAYS[matter.reason] if matter.reason else "(?!)"),
        ("change", "what would change that", r"\bif\b|\bwhen\b|until"),
        (
            "again",
            "that they can ask us to look again",
            r"look at (?:it|this)(?: point)? again|think again|ask us again",
        ),
    )
    for name, words, pattern in rows:
        yield Item(key=f"{name}_{n}", words=f"Point {n}: {words}", find=beside(matter, pattern), paragraph=key)

    def who(draft: Draft, case: LetterCase) -> str | None:
        contact = find_signpost(case, matter)
        return beside(matter, re.escape(contact.name) if contact else "(?!)")(draft, case)

    yield Item(key=f"signpost_{n}", words=f"Point {n}: who can help with it", find=who, paragraph=key)
