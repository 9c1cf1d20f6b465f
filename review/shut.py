"""Keep a case's pages from a colleague to whom it is shut, and write down that they asked for one."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cases.conflicts import has_conflict, say_refusal
from cases.models import Case, Mail, MaybeSame, TeamMember
from cases.services.tasks.conflicts import note_refused
from review.reads import LEADS


class ShutCaseError(PermissionDenied):
    """Somebody asked for a page of a case that names them, or whose people they know; ``words`` say who can see it."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def refuse_shut(request: HttpRequest, member: TeamMember, numbers: Mapping[str, Any]) -> None:
    """Let a request pass that asks for no case that is shut to this person.

    Raises:
        ShutCaseError: in words, and the attempt is written down.

    """
    for case_id in _cases_of(numbers):
        if has_conflict(case_id, member):
            what = request.resolver_match.url_name if request.resolver_match else ""
            note_refused(case_id=case_id, member=member, what=what or "")
            raise ShutCaseError(say_refusal(Case.objects.get(pk=case_id), member))


def _cases_of(numbers: Mapping[str, Any]) -> Iterator[int]:
    """Yield every case that the numbers in an address lead to; a pair leads to two."""
    for name, lead in LEADS.items():
        if name not in numbers:
            continue
        case_id, mail_id = lead(numbers[name])
        if case_id is None and mail_id is not None:
            case_id = Mail.objects.filter(pk=mail_id).values_list("case_id", flat=True).first()
        if case_id is not None:
            yield case_id
        if name == "pair_id":
            yield from MaybeSame.objects.filter(pk=numbers[name]).values_list("other_id", flat=True)
