"""Name what the letters must say of later stages, to foster carers, and of several routes in one.

Source: SI 2006/1738 regs 14-20; the Ombudsman's Complaint Handling Code 5.7, 6.4 and stage 2; Norfolk's procedure for
foster carers.
"""

import re
from typing import Final

from classify.labels import Route, Stage
from letters.amounts import limit_words
from letters.conditions import is_about_approval, is_foster_carer
from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId
from letters.item import Item, says, says_fact
from letters.items import delay
from letters.stages import (
    TWO,
    asked_limit,
    has_more_stages,
    has_panel,
    has_stage_asked,
    is_after_allegations,
    is_gone_on,
    is_investigated,
    is_reviewed,
    stages_of,
)

STAGED: Final = frozenset({LetterId.STAGE_TWO, LetterId.STAGE_THREE, LetterId.MIXED, LetterId.YOUNG_PERSON})
TO_ADULTS: Final = STAGED - {LetterId.YOUNG_PERSON}
OWN: Final = frozenset({LetterId.STAGE_TWO, LetterId.STAGE_THREE})
CARER: Final = frozenset({LetterId.FOSTER_CARER})


def _investigated(case: LetterCase) -> bool:
    return _is_asked(case) and any(is_investigated(case, m) for m in case.assessment.matters)


def _reviewed(case: LetterCase) -> bool:
    return _is_asked(case) and any(is_reviewed(case, m) for m in case.assessment.matters)


def _panel(case: LetterCase) -> bool:
    return _is_asked(case) and any(has_panel(case, m) for m in case.assessment.matters)


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


def _support(draft: Draft, case: LetterCase) -> str | None:
    return says_fact(lambda c: c.council.foster_support.name)(draft, case)


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
    Item(
        key="panel_people",
        words="Who sits on the panel, who chairs it, and who cannot sit on it",
        find=says(
            r"\bthree\b", r"\bchair", r"Independent Person", r"\bcannot\b|can ?not|may not|not (?:one of them|sit)"
        ),
        when=_panel,
        letters=STAGED,
    ),
    Item(
        key="panel_purpose",
        words="What the panel is for",
        find=says(
            r"look(?:s|ed)? (?:at|into)",
            r"well enough|properly|good enough|adequate",
            r"settle|put (?:it |things )?right|resolve",
        ),
        when=_panel,
        letters=STAGED,
    ),
    Item(
        key="panel_steps",
        words="How long the panel has for its report, and the council for its answer after it",
        find=says(r"report|write down", r"\b5 working days", r"\b15 working days"),
        when=_panel,
        letters=STAGED,
        paragraph="point_1",
    ),
    Item(
        key="panel_attend",
        words="That they can come, with an advocate and one more person, one of whom can speak",
        find=says(
            r"you can come|may (?:come|attend)|can attend", r"advocate", r"\bone (?:more|other)|another", r"speak"
        ),
        when=_panel,
        letters=STAGED,
    ),
    Item(
        key="panel_needs",
        words="A question about dates, an interpreter, getting in, and food",
        find=says(r"\b(?:dates?|days?)\b", r"interpreter", r"get(?:ting)? in|access|wheelchair", r"food|diet|eat"),
        when=_panel,
        letters=STAGED,
    ),
    Item(key="panel_papers", words="The papers", find=says(r"\bpapers\b"), when=_panel, letters=STAGED),
    Item(
        key="last_stage",
        words="That this is the last stage, and that the Ombudsman comes next",
        find=says(r"last (?:stage|step)", r"ombudsman"),
        when=_last_stage,
        letters=STAGED | CARER,
    ),
    Item(
        key="table",
        words="A table of every point: procedure, who, by when",
        find=_table,
        letters=frozenset({LetterId.MIXED}),
        paragraph="separate",
    ),
    Item(
        key="whose_service",
        words="Whose service this procedure is for: the carer's own, or a child's",
        find=says(
            r"service that we (?:give|gave) (?:to )?you|services? (?:given )?to you as|about (?:the care|a child)"
        ),
        when=lambda c: (
            any(m.route not in (Route.OUT_OF_SCOPE, Route.ENGLISH_FLUENCY) for m in c.assessment.matters)
            and _is_asked(c)
        ),
        letters=CARER,
        paragraph="point_1",
    ),
    Item(
        key="after_allegations",
        words="That a complaint about what came out of concerns or allegations starts at a later stage",
        find=says(r"concerns|allegations", r"start|begin"),
        when=lambda c: any(is_after_allegations(c, m) for m in c.assessment.matters) and _is_asked(c),
        letters=CARER,
        paragraph="point_1",
    ),
    Item(
        key="mediation",
        words="That they can ask for mediation",
        find=says(r"mediation"),
        when=lambda c: any("mediation may be offered" in n for p in c.procedures for n in p.peculiarities),
        letters=CARER,
        paragraph="foster",
    ),
    Item(
        key="foster_help",
        words="Independent support for foster carers",
        find=_support,
        when=lambda c: bool(c.council.foster_support.name) and is_foster_carer(c),
        letters=ACKNOWLEDGEMENTS - {LetterId.YOUNG_PERSON},
    ),
    Item(
        key="approval_review",
        words="Where a decision about approval is looked at, and that the time is short",
        find=says(r"approval", r"review|looked at again", r"time[^.]{0,40}short|soon|short time"),
        when=is_about_approval,
        letters=CARER,
    ),
    *delay.ITEMS,
)
