"""Guard against the main hazard: the right letter to the wrong person, or to somebody who must not get one."""

import re

from classify.labels import Flag
from classify.reading import FactField
from letters.draft import Draft, LetterCase
from letters.nevers.offence import Offence, fact_values


def find_other_recipient(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a letter that goes to another name or address than the case's."""
    if draft.recipient.email.strip().casefold() != case.recipient.email.strip().casefold() or not case.recipient.email:
        return Offence(what="the address is not the one of this case")
    return Offence(what="the name is not the one of this case") if draft.recipient != case.recipient else None


def find_telling_subject(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a name or the matter in the subject of the mail, which anybody sees who looks over a shoulder."""
    names = [*case.recipient.name.split(), *fact_values(case, FactField.CHILD)]
    hit = next(
        (n for n in names if len(n) > len("Mrs") and re.search(rf"\b{re.escape(n)}\b", draft.subject_line)), None
    )
    gist = next((m for m in case.assessment.matters if m.gist and m.gist in draft.subject_line), None)
    return Offence(what="it holds a name or the matter") if hit or gist else None


def find_anonymous(_: Draft, case: LetterCase) -> Offence | None:
    """Find a case whose writer did not want to be known."""
    return Offence(what="they did not want to be known") if case.assessment.has(Flag.ANONYMOUS) else None
