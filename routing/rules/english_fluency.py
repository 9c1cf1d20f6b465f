"""Send it to the fluency procedure when a customer-facing worker could not be understood.

Every other point of the complaint keeps its own procedure and clock.
Source: Immigration Act 2016 ss 77 to 80; northyorks.gov.uk, Children's social care complaints, English fluency.
"""

from classify.labels import Route, Subject
from config.procedure import Family
from routing.rule import Check, Facts, Point, Rule, phrases, said

ACCENT = phrases("accents?|dialect|foreign|nationality|tone|where (?:she|he|they)(?:'s| is| are) from")
COMMAND = phrases(
    "understand|understood|follow|make out|repeat|did(?:n't| not) know the words?|wrong words?"
    "|fluen(?:t|cy)|(?:the )?english"
    "|words?|sentences?|explain|meant|interpret|translate"
)


def _is_accent_only(point: Point, _facts: Facts) -> bool:
    return bool(ACCENT.search(point.words)) and not COMMAND.search(point.words)


RULE = Rule(
    name="english_fluency",
    source="Immigration Act 2016 ss 77-80; northyorks.gov.uk, Children's social care complaints, English fluency",
    words=(
        "The words say that a worker who speaks to the public could not be understood, or did not "
        "understand, for want of "
        "spoken English. That has its own procedure, and the worker is told of it."
    ),
    subjects=frozenset({Subject.ENGLISH_FLUENCY}),
    route=Route.ENGLISH_FLUENCY,
    family=Family.ENGLISH_FLUENCY,
    hints=COMMAND,
    checks=(
        Check(
            code="accent_only",
            words="The words name accent or origin only. Was the worker's command of English the trouble?",
            when=_is_accent_only,
        ),
        Check(
            code="written_english",
            words="Is it about written English? That is a matter of quality and not of the fluency duty.",
            when=said("e-?mails?|letters? (?:is|are|was|were) full|spelling|typed|grammar|written"),
        ),
        Check(
            code="speech_or_hearing",
            words="A stammer, deafness or mumbling is no want of English. Is that what made it hard to understand?",
            when=said("stammer|stutter|deaf|hearing aid|mumbl(?:es|ed|ing)|speech impediment"),
        ),
    ),
)
