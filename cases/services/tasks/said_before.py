"""Say whether a message that is judged anew says the same as before, or something of which nobody has heard yet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cases.models import Case, Joining, Mail
from cases.services.tasks.asked_too import has_asked_too
from cases.states import MailState
from classify.labels import Flag
from classify.reading import Evidence


def was_said_before(mail: Mail, case: Case, flag: Flag, kind: str, evidence: Sequence[Evidence]) -> bool:
    """Say whether a message of a case raised a flag before, in the same words.

    A message that a case was opened for left its first words with the flag of that case. Of a reply it is known only
    that it asked: a task of its own, which is raised once, or one that stood there already.
    """
    opened = _opened_by(mail, case)
    if opened is None:
        return has_asked_too(mail.pk, case, kind)
    row = opened.decisions.filter(key=f"flag:{flag.value}").first()
    if row is None:
        return False
    return all(_is_among(one, row.evidence) for one in evidence) if row.evidence else row.value == "yes"


def _opened_by(mail: Mail, case: Case) -> Case | None:
    """Return the case that a mail opened; None for a reply."""
    if mail.state != MailState.JOINED:
        return case
    joining = Joining.objects.filter(mail=mail).select_related("came_with").first()
    return joining.came_with if joining and joining.was != MailState.JOINED else None


def _is_among(one: Evidence, known: Iterable[Mapping[str, Any]]) -> bool:
    return any(
        one.quote == old["quote"] or (one.where == old["where"] and one.start < old["end"] and old["start"] < one.end)
        for old in known
    )
