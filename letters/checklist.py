"""Name what a letter must say, and how to find it in any wording.

Source: the Ombudsman's Complaint Handling Code section 6; the councils' own pages; SI 2006/1738.
"""

import re
from typing import Final

from classify.labels import Flag, Stage
from letters.amounts import NUMBERS
from letters.conditions import CASE_CONDITIONS
from letters.dates import say_date
from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId
from letters.item import ALL, Item, When, says, says_fact
from letters.items import asking, help_now, later, said_days, telling
from letters.items.told_points import find_points
from letters.stages import begun_on, has_more_stages, procedure_of

ADULT: Final = ACKNOWLEDGEMENTS - {LetterId.YOUNG_PERSON}
IN_SCOPE: Final = ACKNOWLEDGEMENTS - {LetterId.OUT_OF_SCOPE}


def _reference(draft: Draft, case: LetterCase) -> str | None:
    fits = draft.reference == case.reference and case.reference in draft.subject_line
    return says_fact(lambda c: c.reference)(draft, case) if fits else None


def _received(draft: Draft, case: LetterCase) -> str | None:
    """Find the day of receipt said as such: the same date may stand elsewhere, as the day a count begins.

    A later stage is answered by the day on which it was asked for.
    """
    day = re.escape(say_date(begun_on(case)))
    said_so = r"\b(?:got|received|thank you for|your (?:e-?mail|message|letter|complaint|request))\b"
    return says(rf"{said_so}[^.]{{0,80}}\b{day}")(draft, case)


def _stages(draft: Draft, case: LetterCase) -> str | None:
    """Find how many stages the procedure has, in words or as a number."""
    counts = {len(p.stages) for m in case.assessment.matters if (p := procedure_of(case, m))}
    known = "|".join(f"{n}|{NUMBERS[n]}" for n in counts if n < len(NUMBERS))
    return says(rf"\b(?:{known or '(?!)'})\b[^.]{{0,20}}\b(?:stage|step)s?\b")(draft, case)


def _contact(draft: Draft, case: LetterCase) -> str | None:
    by_phone = says_fact(lambda c: c.council.team.phone)(draft, case)
    return by_phone or says_fact(lambda c: c.council.team.email)(draft, case)


def _ombudsman(draft: Draft, case: LetterCase) -> str | None:
    found = says(re.escape(case.council.ombudsman.name or "(?!)"), r"at any time|any point|whenever")(draft, case)
    return found if found is not None and says_fact(lambda c: c.council.ombudsman.phone)(draft, case) else None


def _advocate(draft: Draft, case: LetterCase) -> str | None:
    found = says(r"advocate", r"independent|does not work for|do not work for|on your side")(draft, case)
    return found if found is not None and says_fact(lambda c: c.council.advocacy.phone)(draft, case) else None


def _condition(name: str) -> When:
    return CASE_CONDITIONS[name]


def _flag(flag: Flag) -> When:
    return lambda case: case.assessment.has(flag)


def _safety_first(_: Draft, case: LetterCase) -> str | None:
    return "" if case.safeguarding_escalated_on is not None else None


YOUNG: Final = frozenset({LetterId.YOUNG_PERSON})

ITEMS: Final[tuple[Item, ...]] = (
    Item(key="reference", words="Reference number", find=_reference, letters=ALL, paragraph="contact"),
    Item(
        key="received",
        words="The day we got the complaint",
        find=_received,
    ),
    Item(
        key="what_this_is",
        words="What this letter is, at the start",
        find=says(r"this letter|we are writing"),
        letters=ALL,
    ),
    Item(key="understanding", words="What they complained about, point by point", find=find_points),
    Item(
        key="correct",
        words="Invitation to correct us",
        find=says(r"tell us", r"wrong|left (?:something|anything) out|misunderstood|missed|not right"),
    ),
    Item(
        key="wishes",
        words="What they want, with no promise",
        find=says(
            r"you (?:told us|said|would like|want|asked)", r"cannot (?:say|promise)|do not know|not.{0,12}promise"
        ),
        when=_condition("wishes"),
    ),
    Item(
        key="safety_first",
        words="The safety message was passed on before this letter",
        find=_safety_first,
        when=_flag(Flag.SAFEGUARDING),
    ),
    Item(
        key="safety_told",
        words="A decision whether to tell them that their safety message was passed on; tell them only if somebody "
        "confirms that telling is safe",
        find=says(r"\bsafe", r"\bpassed (?:it|this|that|what)[^.]{0,60}\bto\b|\btold the [^.]{0,40}team"),
        when=_condition("safety_passed_on"),
        must=False,
        paragraph="safety",
    ),
    Item(
        key="personal",
        words="Words of your own to somebody who may be at risk, and 999",
        find=help_now.find_own_words,
        when=_flag(Flag.SELF_HARM),
    ),
    Item(
        key="fluency_notice",
        words="That the worker will be told (English fluency)",
        find=says(
            r"(?:tell|give|share|pass|told|shared|given).{0,90}(?:worker|member of staff|person you spoke)", r"worried"
        ),
        when=_condition("any_fluency"),
        letters=IN_SCOPE,
    ),
    Item(
        key="separate",
        words="That replies may come apart, and no point waits",
        find=says(r"no point (?:has to )?waits?|separate(?:ly)?|more than one reply"),
        letters=frozenset({LetterId.MIXED}),
    ),
    Item(
        key="apart",
        words="That other complaints are dealt with separately",
        find=says(r"other (?:complaints|points)", r"separate"),
        letters=frozenset({LetterId.ENGLISH_FLUENCY}),
        must=False,
    ),
    Item(
        key="not_ours",
        words="What happens if part of it is not ours",
        find=says(r"not (?:for us|ours)|another organisation|who can help"),
        letters=frozenset({LetterId.CORPORATE}),
        must=False,
    ),
    Item(
        key="further",
        words="How to go further if they are not happy",
        find=says(r"not happy|unhappy|disagree", r"next (?:stage|step)|go further|take .{0,30}further"),
        when=lambda c: c.stage is not Stage.OMBUDSMAN and has_more_stages(c),
        letters=IN_SCOPE,
    ),
    Item(
        key="stages",
        words="How many stages the procedure has",
        find=_stages,
        when=lambda c: c.stage is not Stage.OMBUDSMAN and has_more_stages(c),
        letters=frozenset({LetterId.STATUTORY, LetterId.CORPORATE}),
        paragraph="further",
    ),
    Item(
        key="recording",
        words="What to do with the recording",
        find=says(r"recording", r"all of it|whole|full|complete", r"change|unaltered|edit", r"play|share|hear"),
        when=_condition("recording"),
    ),
    Item(
        key="consent",
        words="That the other person must agree",
        find=says(
            r"\b(?:they|them|person|child|somebody|someone|constituent)\b[^.]{0,60}"
            r"\b(?:agrees?|agreed|agreement|consents?|permission|asked you for help)\b"
            r"|\btheir (?:agreement|consent|permission)\b"
        ),
        when=_condition("representative"),
        letters=ADULT,
    ),
    Item(
        key="foster",
        words="That complaining does not change their approval as a foster carer",
        find=says(
            r"\bapproval\b[^.]*\bnot (?:change|affect)[^.]*\bcomplain"
            r"|\bcomplaining\b[^.]*\bnot (?:change|affect)[^.]*\byour approval"
        ),
        when=_condition("foster_carer"),
        letters=ADULT,
    ),
    Item(
        key="data_protection",
        words="The Information Commissioner",
        find=says(r"information commissioner"),
        when=_condition("data_protection"),
    ),
    Item(
        key="information",
        words="Who will see what they told us, and the limit for safety",
        find=says(r"share|told|see", r"risk|safe", r"tell others|share|others"),
    ),
    Item(
        key="services",
        words="That complaining does not affect services",
        find=says(r"complaining (?:does|will) not (?:affect|change)"),
        letters=ADULT,
    ),
    Item(
        key="trouble", words="That they will not be in trouble", find=says(r"not be in (?:any )?trouble"), letters=YOUNG
    ),
    Item(
        key="stop",
        words="That they can change their mind",
        find=says(r"change your mind|ask us to stop"),
        letters=YOUNG,
    ),
    Item(
        key="advocacy",
        words="Help: an advocate",
        find=_advocate,
        when=_condition("advocate_offered"),
    ),
    Item(
        key="adjustments",
        words="What they asked for to make contact easier",
        find=says(r"you asked|asked for|told us what makes", r"record|wrote it down|large print|we will"),
        when=_condition("adjustments"),
        letters=ALL,
    ),
    Item(key="help", words="Help: other formats, interpreter", find=says(r"interpreter|easy read|large print")),
    Item(key="ombudsman", words="The Ombudsman: at any time, with the number", find=_ombudsman),
    Item(key="contact", words="How to reach the complaints team", find=_contact, letters=ALL),
    *asking.ITEMS,
    *later.ITEMS,
    *telling.ITEMS,
    *help_now.ITEMS,
    *said_days.ITEMS,
)
