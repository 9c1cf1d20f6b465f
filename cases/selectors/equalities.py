"""Read how monitoring answers of a case stand, and a year's totals; what anybody answered is nowhere to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from cases.models import Case, Mail, MonitoringTotal
from cases.monitoring.hiding import stretches_of
from cases.states import MailState

PUT_WITH = (MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenState:
    """Hold whether something of a case is hidden, whether it was counted, and why it is shown again ("": it is not)."""

    is_hidden: bool
    is_counted: bool
    back: str
    has_message: bool


def hidden_state(case: Case) -> HiddenState:
    """Return how the message stands that a case was opened for."""
    mails = case.mails.exclude(state__in=PUT_WITH).filter(text__isnull=False)
    mail = mails.order_by("received_at", "pk").first()
    row = (mail.taken_out if mail else None) or {}
    return HiddenState(
        is_hidden=bool(stretches_of(row)),
        is_counted=bool(row.get("moved")),
        back=str(row.get("back", "")),
        has_message=mail is not None,
    )


def is_hidden_in(mail: Mail) -> bool:
    """Say whether anything of a mail is hidden, so that its original may not be handed out without a reason."""
    return bool(stretches_of(mail.taken_out))


def totals_of(year: int) -> Mapping[str, Mapping[str, int]]:
    """Return how often each answer was given in a year: by question, by answer."""
    rows = MonitoringTotal.objects.filter(month__gte=date(year, 1, 1), month__lt=date(year + 1, 1, 1))
    totals: dict[str, dict[str, int]] = {}
    for question, answer, number in rows.values_list("question", "answer").annotate(number=Sum("count")):
        totals.setdefault(question, {})[answer] = number
    return totals
