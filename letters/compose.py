"""Compose the acknowledgement of a complaint as a draft: which letter, which words, what is not known."""

from dataclasses import replace

from classify.labels import COMPLAINTS, Route, Stage
from letters.adjustments import large_print_wanted
from letters.check import check, recipient_blanks
from letters.conditions import is_foster_carer, is_young_writer
from letters.draft import Draft, LetterCase, LetterId
from letters.errors import NoLetterError
from letters.stages import is_gone_on, stages_of
from letters.standing import routes_of
from letters.unanswered import what_instead
from letters.words import words_of
from letters.writing import write_letter

LETTER_OF_ROUTE = {
    Route.STATUTORY: LetterId.STATUTORY,
    Route.CORPORATE: LetterId.CORPORATE,
    Route.ENGLISH_FLUENCY: LetterId.ENGLISH_FLUENCY,
    Route.OUT_OF_SCOPE: LetterId.OUT_OF_SCOPE,
}

LETTER_OF_STAGE = {2: LetterId.STAGE_TWO, 3: LetterId.STAGE_THREE}


def choose_letter(case: LetterCase) -> LetterId:
    """Return which letter answers this case: the young person's own first, then the mixed one, then by stage and route.

    A letter to somebody who writes for a young person, such as an advocate, is a letter to an adult. A foster carer's
    new complaint has its own letter, also where it begins at a later stage; one that goes on has the stage's.

    Raises: NoLetterError if the message is no complaint or holds no point.
    """
    if case.kind not in COMPLAINTS or not case.assessment.matters:
        raise NoLetterError(f"{case.reference}: {what_instead(case.kind, len(case.assessment.matters))}")
    if is_young_writer(case):
        return LetterId.YOUNG_PERSON
    routes = routes_of(case)
    if len(routes) > 1 or len(stages_of(case)) > 1:
        return LetterId.MIXED
    route = next(iter(routes))
    if route is Route.OUT_OF_SCOPE or case.stage is Stage.OMBUDSMAN:
        return LETTER_OF_ROUTE[route]
    if is_foster_carer(case) and not is_gone_on(case):
        return LetterId.FOSTER_CARER
    return next((LETTER_OF_STAGE[n] for n in stages_of(case) if n in LETTER_OF_STAGE), LETTER_OF_ROUTE[route])


def compose(case: LetterCase) -> Draft:
    """Return the draft of a case's letter with its checklist; what is not known is a blank with its cure.

    Raises: NoLetterError if the message is no complaint or holds no point; TemplateError if the words are at fault.
    """
    words = words_of(case.council)
    letter = case.letter or choose_letter(case)
    written = write_letter(case, letter, words)
    draft = Draft(
        letter=letter,
        reference=case.reference,
        recipient=case.recipient,
        subject_line=words.heads[letter].subject.replace("{reference}", case.reference),
        council_name=case.council.name,
        sender_block=_sender_block(case),
        written_on=case.written_on,
        paragraphs=tuple(written.paragraphs),
        blanks=(*recipient_blanks(case.recipient, case.channel), *dict.fromkeys(written.blanks.values())),
        checklist=(),
        facts_used=tuple(written.facts.values()),
        template_version=words.version,
        large_print=large_print_wanted(case),
        channel=case.channel,
        text_points=case.council.letters.text_points,
    )
    return replace(draft, checklist=check(draft, case))


def _sender_block(case: LetterCase) -> tuple[str, ...]:
    team = case.council.team
    lines = (team.name, *(part.strip() for part in team.post.split(", ")), team.phone, team.email)
    return tuple(line for line in lines if line)
