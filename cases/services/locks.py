"""Lock the rows of cases in the one order everybody keeps, so that nobody waits in a circle: mails, then cases."""

from collections.abc import Sequence

from cases.models import Case, Mail


def lock_case(case_id: int) -> Case:
    """Lock a case of which mails may be changed too, and return it; the caller holds the transaction.

    Its mails first, as whoever deals with a sign of danger does, and every step a machine takes.
    """
    _lock_mails([case_id])
    return Case.objects.select_for_update().get(pk=case_id)


def lock_both(case_id: int, other_id: int) -> tuple[Case, Case]:
    """Lock two cases and return them; the caller holds the transaction.

    Their mails first, as in every step a machine takes; then the cases by number, for two people who join crosswise.
    """
    _lock_mails([case_id, other_id])
    return lock_cases(case_id, other_id)


def lock_cases(case_id: int, other_id: int) -> tuple[Case, Case]:
    """Lock two cases whose mails stay as they are, and return them; the caller holds the transaction."""
    found = Case.objects.select_for_update().order_by("pk").in_bulk([case_id, other_id])
    return found[case_id], found[other_id]


def _lock_mails(case_ids: Sequence[int]) -> None:
    list(Mail.objects.select_for_update().filter(case__in=case_ids).order_by("pk").values_list("pk", flat=True))
