"""Compose the acknowledgement of a complaint as a draft: which letter, which words, what is not known."""

from dataclasses import replace

from classify.labels import COMPLAINTS, Route
from letters.check import check, recipient_blanks
from letters.conditions import is_young_writer, large_print_wanted, routes_of
from letters.draft import Draft, LetterCase, LetterId
from letters.errors import NoLetterError
from letters.words import load_words
from letters.writing import write_letter

LETTER_OF_ROUTE = {
    Route.STATUTORY: LetterId.STATUTORY,
    Route.CORPORATE: LetterId.CORPORATE,
    Route.ENGLISH_FLUENCY: LetterId.ENGLISH_FLUENCY,
    Route.OUT_OF_SCOPE: LetterId.OUT_OF_SCOPE,
}


def choose_letter(case: LetterCase) -> LetterId:
    """Return which letter answers this case: the young person's own first, then the mixed one, then by route.

    A letter to somebody who writes for a young person, such as an advocate, is a letter to an adult.

    Raises: NoLetterError if the message is no complaint or holds no point.
    """
    if case.kind not in COMPLAINTS or not case.assessment.matters:
        message = (
            f"{case.reference}: there is no acknowledgement for a message of kind {case.kind} with "
            f"{len(case.assessment.matters)} points; choose its points first, or write to them yourself"
        )
        raise NoLetterError(message)
    if is_young_writer(case):
        return LetterId.YOUNG_PERSON
    routes = routes_of(case)
    return LETTER_OF_ROUTE[next(iter(routes))] if len(routes) == 1 else LetterId.MIXED


def compose(case: LetterCase) -> Draft:
    """Return the draft of a case's letter with its checklist; what is not known is a blank with its cure.

    Raises: NoLetterError if the message is no complaint or holds no point; TemplateError if the words are at fault.
    """
    words = load_words()
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
    )
    return replace(draft, checklist=check(draft, case))


def _sender_block(case: LetterCase) -> tuple[str, ...]:
    team = case.council.team
    lines = (team.name, *(part.strip() for part in team.post.split(", ")), team.phone, team.email)
    return tuple(line for line in lines if line)
