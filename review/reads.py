"""Write down each page that shows something of a case, a mail or a list, from what stands in its address.

It is done for every page behind ``review.access.sees_cases``: a new page is written down without anybody thinking of
it. Which number in an address leads to which case stands in one table; a test finds an address that it does not know.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from cases.audit.reads import record_list, record_mail_read, record_read
from cases.models import Alert, Letter, MaybeSame, TeamMember

SHOWS_NOTHING = frozenset({"status", "shortcuts", "keys-switch", "council-css", "stay", "settings-mailboxes"})
"""Pages that show nothing of anybody: counts, keys and colours."""
FILTERS = frozenset({"bucket", "with", "due", "route", "flag", "order", "campaign", "show", "find", "kind", "who"})
"""The names of filters that may be written down; what else stands in an address may be somebody's words."""
ROWS = "putright.rows"
NO_CASE = frozenset({"index", "number"})
"""Numbers in an address that stand beside one that leads to a case."""


def _case_of_alert(alert_id: int) -> tuple[int | None, int | None]:
    return Alert.objects.filter(pk=alert_id).values_list("case_id", "mail_id").first() or (None, None)


def _case_of_letter(letter_id: int) -> tuple[int | None, int | None]:
    return Letter.objects.filter(pk=letter_id).values_list("case_id", flat=True).first(), None


def _case_of_pair(pair_id: int) -> tuple[int | None, int | None]:
    return MaybeSame.objects.filter(pk=pair_id).values_list("case_id", flat=True).first(), None


LEADS: Mapping[str, Callable[[int], tuple[int | None, int | None]]] = {
    "case_id": lambda number: (number, None),
    "mail_id": lambda number: (None, number),
    "letter_id": _case_of_letter,
    "pair_id": _case_of_pair,
    "alert_id": _case_of_alert,
}
"""From the name of a number in an address to the case, else the mail, that the page shows something of; in this
order, so that the widest name in an address decides."""


def tell_rows(request: HttpRequest, rows: int) -> None:
    """Say how many rows a list shows; it is written down with the list."""
    request.META[ROWS] = rows


def note_page(request: HttpRequest, member: TeamMember, numbers: Mapping[str, Any], answer: HttpResponseBase) -> None:
    """Write down what this answer shows to this person; an answer that only leads elsewhere shows nothing."""
    what = request.resolver_match.url_name if request.resolver_match else None
    if not what or what in SHOWS_NOTHING or not _shows_words(answer):
        return
    name = next((name for name in LEADS if name in numbers), None)
    if name is None:
        filters = [key for key in (*request.GET, *request.POST) if key in FILTERS and request.GET.get(key) != ""]
        record_list(member=member, what=what, filters=sorted(set(filters)), rows=request.META.get(ROWS))
        return
    case_id, mail_id = LEADS[name](numbers[name])
    if case_id is not None:
        record_read(case_id=case_id, member=member, what=what)
    elif mail_id is not None:
        record_mail_read(mail_id=mail_id, member=member, what=what)


def _shows_words(answer: HttpResponseBase) -> bool:
    # Answers in JSON go to our own script, which saves by itself: they say "saved" and hold nothing of the case.
    kind = answer.headers.get("Content-Type", "")
    return not 300 <= answer.status_code < 400 and not kind.startswith("application/json")
