"""Count monitoring answers: one more of each in a month and a route, and no way back to who gave them."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from cases.models import MonitoringTotal
from config.equalities import default_monitoring

NO_ROUTE = "none"
"""The route of answers that came with nothing to route: praise, a question, a form of its own."""


@transaction.atomic
def add_answers(*, month: date, route: str, answers: Mapping[str, str]) -> None:
    """Count one person's answers, by question and answer code, in the month of this day.

    No event is written: its moment and its case would lead back.

    Raises:
        ValueError: if a question or an answer is on no closed list; nothing is counted then.

    """
    monitoring = default_monitoring()
    for code, answer in answers.items():
        question = monitoring.question(code)
        if question is None or answer not in question.codes:
            # Neither is named: what somebody answered stands in no error.
            raise ValueError("An answer to a monitoring question is on no list; nothing was counted.")
    for code, answer in sorted(answers.items()):
        row, _ = MonitoringTotal.objects.get_or_create(
            month=month.replace(day=1), route=route or NO_ROUTE, question=code, answer=answer
        )
        MonitoringTotal.objects.filter(pk=row.pk).update(count=F("count") + 1)
