"""Name what the letters must say of later stages, of foster carers, of a later date, of several routes in one.

Source: SI 2006/1738 regs 14-20; the Ombudsman's Complaint Handling Code 5.7, 6.4 and stage 2; Norfolk's procedure for
foster carers.
"""

import re
from typing import Final

from classify.labels import Route, Stage
from letters.conditions import is_about_approval, is_foster_carer
from letters.dates import say_date
from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId, Paragraph
from letters.extension import first_day, is_beyond_longest, is_moved_again, may_go_on, new_day
from letters.item import Item, says, says_fact
from letters.stages import (
    TWO,
    asked_limit,
    begun_on,
    has_more_stages,
    has_panel,
    is_after_allegations,
    is_gone_on,
    is_investigated,
    is_reviewed,
    stages_of,
)
from letters.values import limit_words

STAGED: Final = frozenset({LetterId.STAGE_TWO, LetterId.STAGE_THREE, LetterId.MIXED, LetterId.YOUNG_PERSON})
TO_ADULTS: Final = STAGED - {LetterId.YOUNG_PERSON}
OWN: Final = frozenset({LetterId.STAGE_TWO, LetterId.STAGE_THREE})
EXTENSION: Final = frozenset({LetterId.EXTENSION})
CARER: Final = frozenset({LetterId.FOSTER_CARER})
BUSY: Final = re.compile(
    r"\b(?:work ?loads?|busy|back ?logs?|pressures?|demands?|capacity|resources?|short[- ]?staffed"
    r"|staff(?:ing)? (?:shortages?|levels?|sickness|changes?|absences?)|(?:annual |sick )?leave|holidays?"
    r"|high (?:numbers?|volumes?)|volumes?|vacanc(?:y|ies)|"
    r"many (?:other )?(?:complaints|cases)|(?:number|volume) of (?:complaints|cases|requests))\b",
    re.IGNORECASE,
)
"""Reasons that hold for every complaint of the year, and so explain the delay of none."""
SMALL: Final = re.compile(
    r"\b(?:a|an|the|of|to|in|on|and|or|but|at|for|by|with|from|is|are|was|were|be|been|being|has|have|had|do|does|did|this|"
    r"that|these|those|it|its|we|us|our|you|your|they|their|very|more|most|so|due|because|since|as|also|not|no|need|needs|"
    r"longer|time|delay|delays|delayed|current|currently|moment|present|team|teams|service|services|staff|council|officers?|"
    r"high|heavy|increased?|extra|large|other|all|complaints?|cases?|reply|answer|why|sorry|unfortunately|experiencing|there|"
    r"some|still|now|lots?|many|people|much|too|been|which|who|what|work|volumes?|numbers?|taking|takes|take|taken)\b",
    re.IGNORECASE,
)
ENOUGH: Final = 4
"""So many words of its own make a reason one of this complaint."""


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


def _new_date(draft: Draft, case: LetterCase) -> str | None:
    day = new_day(case)
    return says(rf"\b{re.escape(say_date(day))}")(draft, case) if day else None


def _first_date(draft: Draft, case: LetterCase) -> str | None:
    day = first_day(case)
    return says(rf"\b{re.escape(say_date(day))}")(draft, case) if day else ""


def _about_received(draft: Draft, case: LetterCase) -> str | None:
    return says(
        rf"\b(?:got|received)\b[^.]{{0,80}}\b{re.escape(say_date(begun_on(case)))}|"
        rf"\b{re.escape(say_date(begun_on(case)))}[^.]{{0,40}}\b(?:got|received)\b"
    )(draft, case)


def _own_reason(draft: Draft, _: LetterCase) -> str | None:
    """Find a reason that is one of this complaint: words left when those that fit every complaint are taken out."""
    reasons = ((p.key, text) for p in draft.paragraphs for text in _reasons(p))
    return next((key for key, text in reasons if len(_own_words(text)) >= ENOUGH), None)


def _reasons(paragraph: Paragraph) -> tuple[str, ...]:
    """Return what a paragraph gives as a reason: all of it if its heading says why, else the sentences that do."""
    if paragraph.key == "reason" or re.search(r"\bwhy\b", paragraph.title, re.IGNORECASE):
        return (paragraph.text,)
    return tuple(sentence for sentence in re.split(r"(?<=[.!?])\s+", paragraph.text) if _GIVES_REASON.search(sentence))


def _own_words(text: str) -> list[str]:
    return re.findall(r"[a-z]{2,}", SMALL.sub(" ", BUSY.sub(" ", _GIVES_REASON.sub(" ", text))), re.IGNORECASE)


def _agreed_by(draft: Draft, case: LetterCase) -> str | None:
    """Find who agreed to a date that needs it; nobody's name is enough without a word that they did."""
    named = case.said.get("authorised_by", "")
    return says(re.escape(named), r"agreed|decided|allowed|approved")(draft, case) if named else None


def _ombudsman(draft: Draft, case: LetterCase) -> str | None:
    name = says(re.escape(case.council.ombudsman.name or "(?!)"))(draft, case)
    return name if name is not None and says_fact(lambda c: c.council.ombudsman.phone)(draft, case) else None


def _table(draft: Draft, case: LetterCase) -> str | None:
    """Find a table with a row for every point: points in are points out."""
    numbers = {matter.number for matter in case.assessment.matters}
    for paragraph in draft.paragraphs:
        found = {int(hit[0]) for row in paragraph.rows[1:] if (hit := re.match(r"\d+", row[0])) and all(row)}
        if numbers <= found:
            return paragraph.key
    return None


def _support(draft: Draft, case: LetterCase) -> str | None:
    return says_fact(lambda c: c.council.foster_support.name)(draft, case)


_GIVES_REASON: Final = re.compile(r"\b(?:because|the reason|this is why)\b", re.IGNORECASE)

ITEMS: Final[tuple[Item, ...]] = (
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
    Item(key="about_received", words="When we got what this is about", find=_about_received, letters=EXTENSION),
    Item(
        key="first_date",
        words="The date we gave before",
        find=_first_date,
        letters=EXTENSION,
        must=False,
        paragraph="opening",
    ),
    Item(key="new_date", words="The new date", find=_new_date, letters=EXTENSION),
    Item(
        key="sorry",
        words="That we are sorry for the delay",
        find=says(r"\bsorry\b|apologi[sz]e|our apologies", r"delay|wait|later|longer|more time"),
        letters=EXTENSION,
    ),
    Item(
        key="own_reason", words="A reason of this complaint, not that we are busy", find=_own_reason, letters=EXTENSION
    ),
    Item(
        key="done",
        words="What was done so far",
        find=says(
            r"so far|already|until now|have (?:now )?(?:spoken|read|met|asked|written|looked|seen|got|found|finished)"
        ),
        letters=EXTENSION,
    ),
    Item(
        key="object",
        words="That they can say if the new date is not all right",
        find=says(
            r"tell us|let us know|contact us|get in touch",
            r"do not agree|disagree|not all right|problem|not happy|object",
        ),
        letters=EXTENSION,
    ),
    Item(
        key="agreed_by",
        words="Which manager agreed to a date later than the procedure allows, or to a second delay",
        find=_agreed_by,
        when=lambda c: is_beyond_longest(c) or is_moved_again(c),
        letters=EXTENSION,
    ),
    Item(
        key="beyond",
        words="That this is longer than the procedure allows, and that they can go further now",
        find=says(r"longer than|more than", r"next stage|ombudsman", r"\bnow\b|do not have to wait"),
        when=is_beyond_longest,
        letters=EXTENSION,
    ),
    Item(
        key="next_stage_now",
        words="That they can ask for the next stage at once",
        find=says(r"next stage", r"\bnow\b|do not have to wait|at once"),
        when=lambda c: is_beyond_longest(c) and may_go_on(c),
        letters=EXTENSION,
        paragraph="beyond",
    ),
    Item(
        key="ombudsman_too",
        words="The Ombudsman, with the number",
        find=_ombudsman,
        letters=EXTENSION,
        paragraph="ombudsman",
    ),
)
