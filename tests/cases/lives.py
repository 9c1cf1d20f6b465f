"""Tell how a matter gets where a test of its life begins: decided, acknowledged, answered."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from cases.models import Case, Letter, Matter, TeamMember
from cases.services import letters, sending
from cases.services.matters import answering, escalating, requests
from cases.services.outcomes.deciding import Found, decide_outcome
from cases.services.triage import add_matter, save_decisions
from tests.cases.stories import WORDS, a_case, decide

_numbers = itertools.count(1)


def today() -> date:
    """Return the day in London."""
    return timezone.localdate()


def asked_by(case: Case, member: TeamMember) -> dict[str, object]:
    """Return what every change of a case's life begins with."""
    case.refresh_from_db()
    return {"case_id": case.pk, "version": case.version, "member": member}


def decided(member: TeamMember, *, routes: Sequence[str] = ("statutory",)) -> Case:
    """Return a case that arrived today, decided, with a matter for each of these routes; its letter is a draft."""
    number = next(_numbers)
    case = a_case(f"{WORDS}\n{number}", subject=f"Visit {number}", From=f"Joan Ashby <joan{number}@mailbox.example>")
    Case.objects.filter(pk=case.pk).update(received_at=timezone.now())
    case.refresh_from_db()
    for value in routes[1:]:
        route, _, reason = value.partition(":")
        wanted = {"gist": f"Also {value}", "route": route, "reason": reason}
        case = add_matter(case_id=case.pk, version=case.version, member=member, **wanted)
    return decide(case, member, **{f"matter_{place}": value for place, value in enumerate(routes, 1)})


def acknowledged(member: TeamMember, manager: TeamMember, *, routes: Sequence[str] = ("statutory",)) -> Case:
    """Return a case whose acknowledgement has left."""
    case = decided(member, routes=routes)
    leave(case, member, manager)
    case.refresh_from_db()
    return case


def leave(case: Case, member: TeamMember, manager: TeamMember) -> None:
    """Let the letter of a case be written from what was decided, signed and sent."""
    save_decisions(**asked_by(case, member), choices={}, write_letter=True)
    draft = case.letters.filter(state__in=["draft", "returned"]).latest("pk")
    asked = letters.send_for_signing(
        letter_id=draft.pk, version=draft.version, member=member, missing_reason="Left out on purpose."
    )
    letter = letters.sign(letter_id=asked.pk, version=asked.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert sending.begin(letter_id=letter.pk)
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)


def found(finding: str = "upheld", **fields: object) -> Found:
    """Return an outcome of today."""
    values = {"finding": finding, "decided_on": today(), "remedies": ("apology",) if "upheld" in finding else ()}
    return Found(**(values | fields))


def answered(case: Case, member: TeamMember, *, numbers: Sequence[int] = (1,), stage: int = 1) -> Case:
    """Return a case of which these matters were answered today, each upheld."""
    for number in numbers:
        decide_outcome(**asked_by(case, member), number=number, stage=str(stage), found=found())
    return answering.answer_stage(**asked_by(case, member), matters=list(numbers), stage=stage, sent_on=today())


def wish(**fields: object) -> requests.Request:
    """Return a wish of today for a later stage."""
    return requests.Request(**({"requested_on": today()} | fields))


def escalated(case: Case, member: TeamMember, *, numbers: Sequence[int] = (1,), stage: int = 2) -> Case:
    """Return a case of which these matters went to a later stage today."""
    return escalating.escalate(**asked_by(case, member), matters=list(numbers), stage=stage, request=wish(words="So."))


def matter(case: Case, number: int = 1) -> Matter:
    """Return one matter as it stands now."""
    return case.matters.get(number=number)
