"""Name what a notice that our reply takes longer must say: the new day, a reason of its own, and who agreed to it.

Source: the Ombudsman's Complaint Handling Code 6.4 and 6.5; SI 2006/1738 regs 14 and 17.
"""

import re
from typing import Final

from letters.dates import say_date
from letters.draft import Draft, LetterCase, LetterId, Paragraph
from letters.extension import (
    first_day,
    is_beyond_longest,
    is_kept,
    is_late,
    is_moved_again,
    is_overrun,
    is_past_longest,
    longest_day,
    may_go_on,
    new_day,
)
from letters.item import Item, says, says_fact
from letters.stages import begun_on

EXTENSION: Final = frozenset({LetterId.EXTENSION})
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
_GIVES_REASON: Final = re.compile(r"\b(?:because|the reason|this is why)\b", re.IGNORECASE)


def _new_date(draft: Draft, case: LetterCase) -> str | None:
    day = new_day(case)
    return says(rf"\b{re.escape(say_date(day))}")(draft, case) if day else None


def _kept(_: Draft, case: LetterCase) -> str | None:
    return "" if is_kept(case) else None


def _first_date(draft: Draft, case: LetterCase) -> str | None:
    day = first_day(case)
    return says(rf"\b{re.escape(say_date(day))}")(draft, case) if day else ""


def _longest_date(draft: Draft, case: LetterCase) -> str | None:
    day = longest_day(case)
    return says(rf"\b{re.escape(say_date(day))}", r"ended|has passed|is over")(draft, case) if day else ""


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


ITEMS: Final[tuple[Item, ...]] = (
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
        key="kept_date",
        words="Every reply this letter is about is kept for the new date, which is still to come; "
        "if only one point is later, name it (“our reply to point 2”)",
        find=_kept,
        letters=EXTENSION,
    ),
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
        words="Which manager agreed to a date later than the procedure allows, after ours has passed, or a second time",
        find=_agreed_by,
        when=lambda c: is_overrun(c) or is_moved_again(c),
        letters=EXTENSION,
    ),
    Item(
        key="beyond",
        words="That this is longer than the procedure allows, and that they can go further now",
        find=says(r"longer than|more than|longest time", r"next stage|ombudsman", r"\bnow\b|do not have to wait"),
        when=is_beyond_longest,
        letters=EXTENSION,
    ),
    Item(
        key="late_said",
        words="That the day we gave has passed",
        find=says(r"has passed|is over|we did not (?:reply|answer|write)"),
        when=is_late,
        letters=EXTENSION,
        paragraph="opening",
    ),
    Item(
        key="past_longest",
        words="That the longest time the procedure allows has passed, and on which day",
        find=_longest_date,
        when=is_past_longest,
        letters=EXTENSION,
        paragraph="beyond",
    ),
    Item(
        key="not_wait",
        words="That they do not have to wait for us, because our day has passed",
        find=says(r"next stage|ombudsman", r"do not have to wait|\bnow\b"),
        when=is_late,
        letters=EXTENSION,
        paragraph="beyond",
    ),
    Item(
        key="next_stage_now",
        words="That they can ask for the next stage at once",
        find=says(r"next stage", r"\bnow\b|do not have to wait|at once"),
        when=lambda c: is_overrun(c) and may_go_on(c),
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
