"""Remember which messages of a case ask for what is raised already: one task may have several messages behind it.

Where the message leaves that a task hangs on, the task goes on for the next that asks for the same.
"""

from cases import events
from cases.models import Case, Event, Mail

VERB = "task_asked_too"


def note_asked_too(mail_id: int, case: Case, kind: str, matter: int = 0) -> None:
    """Write down, once, that a message of a locked case asks for what was asked there before."""
    if not has_asked_too(mail_id, case, kind, matter):
        events.record_for_case(VERB, case, facts={"mail": mail_id, "kind": kind, "matter": matter})


def has_asked_too(mail_id: int, case: Case, kind: str, matter: int = 0) -> bool:
    """Say whether it was written down that a message asks for something."""
    return mail_id in _ids(case, kind, matter)


def who_also_ask(case: Case, kind: str, matter: int = 0) -> list[Mail]:
    """Return the messages that are in a case still and ask for what another had asked for, oldest first."""
    mails = Mail.objects.filter(case=case, pk__in=_ids(case, kind, matter))
    return list(mails.order_by("received_at", "pk"))


def _ids(case: Case, kind: str, matter: int) -> set[int]:
    told = Event.objects.filter(case=case, verb=VERB).values_list("facts", flat=True)
    return {facts["mail"] for facts in told if (facts["kind"], facts["matter"]) == (kind, matter)}
