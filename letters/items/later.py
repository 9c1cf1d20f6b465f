"""Name what the letters must say of later stages, and of several routes in one; with them those of panels and carers.

Source: SI 2006/1738 regs 14-20; the Ombudsman's Complaint Handling Code 5.7, 6.4 and stage 2.
"""

import re
from typing import Final

from classify.labels import Stage
from letters.amounts import limit_words
from letters.draft import Draft, LetterCase, LetterId
from letters.item import Item, says
from letters.items import carers, delay, panel
from letters.stages import (
    TWO,
    asked_limit,
    has_more_stages,
    has_stage_asked,
    is_gone_on,
    is_investigated,
    is_reviewed,
    stages_of,
)

STAGED: Final = frozenset({LetterId.STAGE_TWO, LetterId.STAGE_THREE, LetterId.MIXED, LetterId.YOUNG_PERSON})
TO_ADULTS: Final = STAGED - {LetterId.YOUNG_PERSON}
OWN: Final = frozenset({LetterId.STAGE_TWO, LetterId.STAGE_THREE})


def _investigated(case: LetterCase) -> bool:
    return _is_asked(case) and any(is_investigated(case, m) for m in case.assessment.matters)


def _reviewed(case: LetterCase) -> bool:
    return _is_asked(case) and any(is_reviewed(case, m) for m in case.assessment.matters)


def _is_asked(case: LetterCase) -> bool:
    return case.stage is not Stage.OMBUDSMAN


def _later(case: LetterCase) -> bool:
    return _is_asked(case) and any(number >= TWO for number in stages_of(case))


def _last_stage(case: LetterCase) -> bool:
    return _later(case) and not has_more_stages(case)


def _in_time(draft: Draft, case: LetterCase) -> str | None:
    return says(re.escape(limit_words(asked_limit(case))), r"later|late")(draft, case)


def _table(draft: Draft, case: LetterCase) -> str | None:
    """Find a table with a row for every point: points in are points out."""
    numbers = {matter.number for matter in case.assessment.matters}
    for paragraph in draft.paragraphs:
        found = {int(hit[0]) for row in paragraph.rows[1:] if (hit := re.match(r"\d+", row[0])) and all(row)}
        if numbers <= found:
            return paragraph.key
    return None


def _stage_there(_: Draft, case: LetterCase) -> str | None:
    return "" if has_stage_asked(case) else None


ITEMS: Final[tuple[Item, ...]] = (
    Item(
        key="stage_there",
        words="The procedure has the stage they ask for; if it has none left, write the letter about the Ombudsman",
        find=_stage_there,
    ),
    Item(
        key="taken",
        words="That the complaint is at its next stage, or who decides if it starts and by when",
        find=says(r"next (?:stage|step)|look at this again|(?:stage|step)[^.]{0,60}“", r"stage|step"),
        when=lambda c: _later(c) and is_gone_on(c),
        letters=STAGED,
        paragraph="point_1",
    ),
    Item(
        key="unanswered",
        words="What they are still not happy with",
        find=says(r"still (?:not|un)|not (?:been )?answered|left out"),
        when=lambda c: _later(c) and is_gone_on(c),
        letters=OWN,
    ),
    Item(
        key="officer",
        words="What the Investigating Officer does",
        find=says(r"Investigating Officer", r"finds? out|what happened"),
        when=_investigated,
        letters=STAGED,
    ),
    Item(
        key="independent_person",
        words="The Independent Person, who does not work for the council",
        find=says(
            r"Independent Person", r"(?:do(?:es)? not|doesn.t|don.t|never) work(?:s|ed)? for|independent of|neither"
        ),
        when=_investigated,
        letters=STAGED,
    ),
    Item(
        key="statement",
        words="That they agree first in writing what the complaint is about",
        find=says(
            r"agree|check|write down",
            r"in writing|written|write down|statement",
            r"what your complaint is about|statement",
        ),
        when=_investigated,
        letters=STAGED,
    ),
    Item(
        key="fresh",
        words="That somebody looks at it who was not involved before",
        find=says(
            r"(?:was|were|been|is|are) not (?:involved|part|deal)|not involved|nothing to do with|not dealt with"
        ),
        when=_reviewed,
        letters=STAGED,
    ),
    Item(
        key="option",
        words="A meeting or mediation, as their choice",
        find=says(
            r"\bmeet(?:ing)?\b|mediation",
            r"your choice|if you (?:want|like|think|would)|you can (?:also )?ask|do not have to",
        ),
        when=_investigated,
        letters=STAGED,
        paragraph="meeting",
    ),
    Item(
        key="in_time",
        words="How long there usually is to ask for this stage, and that later requests count",
        find=_in_time,
        when=lambda c: asked_limit(c) is not None,
        letters=frozenset({LetterId.STAGE_THREE}),
    ),
    *panel.ITEMS,
    Item(
        key="last_stage",
        words="That this is the last stage, and that the Ombudsman comes next",
        find=says(r"last (?:stage|step)", r"ombudsman"),
        when=_last_stage,
        letters=STAGED | carers.CARER,
    ),
    Item(
        key="table",
        words="A table of every point: procedure, who, by when",
        find=_table,
        letters=frozenset({LetterId.MIXED}),
        paragraph="separate",
    ),
    *carers.ITEMS,
    *delay.ITEMS,
)
