"""Lock the rows of two cases in the one order everybody keeps, so that nobody waits in a circle."""

from cases.models import Case, Mail


def lock_both(case_id: int, other_id: int) -> tuple[Case, Case]:
    """Lock two cases and return them; the caller holds the transaction.

    Their mails first, as in every step a machine takes; then the cases by number, for two people who join crosswise.
    """
    both = [case_id, other_id]
    list(Mail.objects.select_for_update().filter(case__in=both).order_by("pk").values_list("pk", flat=True))
    return lock_cases(case_id, other_id)


def lock_cases(case_id: int, other_id: int) -> tuple[Case, Case]:
    """Lock two cases whose mails stay as they are, and return them; the caller holds the transaction.

    Whoever decides about a case locks it before its mails, so nobody who only links two waits for mails.
    """
    found = Case.objects.select_for_update().order_by("pk").in_bulk([case_id, other_id])
    return found[case_id], found[other_id]
