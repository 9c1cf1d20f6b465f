"""Find cases by the words in them; reads only."""

from django.db.models import Q

from cases.conflicts import shut_to
from cases.models import Case, Mail, TeamMember
from cases.plain import message_of
from cases.selectors.queue import QueueEntry, entries_of

MOST_FOUND = 200


def find_entries(words: str, member: TeamMember | None = None) -> list[QueueEntry]:
    """Return the cases that hold these words in reference, name, address, subject, gist or message, newest first."""
    found: Q = Q()
    for name in ("reference", "person_name", "person_address", "subject", "gist"):
        found |= Q(**{f"{name}__icontains": words})
    # Asked apart: joined with "or" the message search would read every message for every case.
    in_mail = Mail.objects.filter(
        Q(text__body__icontains=words) | Q(typed__icontains=words), case__isnull=False
    ).order_by("-pk")
    ids = set(Case.objects.filter(found).order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND])
    ids |= set(in_mail.filter(taken_out__isnull=True).values_list("case_id", flat=True)[:MOST_FOUND])
    # Nobody may find out by searching what a message says where it is hidden.
    hiding = in_mail.filter(taken_out__isnull=False)[:MOST_FOUND]
    ids |= {mail.case_id for mail in hiding if mail.case_id and words.lower() in message_of(mail).body.lower()}
    cases = Case.objects.filter(pk__in=ids)
    cases = cases.exclude(pk__in=shut_to(member)) if member else cases
    return sorted(entries_of(cases), key=lambda entry: entry.received_at, reverse=True)
