"""Find the colleagues whom a case names, by their names: in what its writer says, and in what they pass on.

What is found by a whole name in the writer's words shuts the case to that colleague at once. A manager is asked first
where it may be somebody else's name, where it names who is handling the case already, and where it stands only in
papers passed on and the colleague has dealt with this person before: our own letters bear their names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from cases.models import Case, Conflict, Letter, Role, TeamMember
from cases.plain import message_of
from cases.services.tasks.conflicts import ask_about, open_conflict
from cases.services.tasks.following import NOT_READ
from ingest.message import Message, SegmentKind
from routing.names import is_same_name
from routing.staff_names import SURELY, Likeness, find_likeness, names_like

HOW = {
    Likeness.SAME: "the same name",
    Likeness.INITIALS: "the same surname and initial",
    Likeness.NICKNAME: "the same surname and a short form of the name",
    Likeness.MISSPELT: "one letter apart",
    Likeness.SURNAME: "the same surname",
    Likeness.GIVEN: "the same given name, with our role",
}


@dataclass(frozen=True, slots=True)
class Named:
    """Hold one name a case gives; ``is_said`` in the writer's own words, not only in what they pass on."""

    name: str
    is_said: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Hold how a name is like a colleague's."""

    named: Named
    likeness: Likeness


def find_conflicts(case: Case) -> None:
    """Compare the people a locked case names with the team, and write down each that is new.

    What a manager has lifted stays lifted. The caller holds the transaction.
    """
    known = case.conflicts.values("member")
    team = TeamMember.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.MANAGER]).exclude(pk__in=known)
    members = list(team.order_by("pk"))
    names = _names_in(case, members) if members else ()
    for member in members:
        if found := _likest(names, member):
            _write(case, member, found)


def _names_in(case: Case, members: Sequence[TeamMember]) -> tuple[Named, ...]:
    """Return the people a case's facts name, who wrote it, and what in its words may be a member's name."""
    mails = case.mails.exclude(state__in=NOT_READ).exclude(text=None).order_by("received_at", "pk")
    messages, team = [message_of(mail) for mail in mails], [member.full_name for member in members]
    said = [_said(message) for message in messages]
    facts = [fact for fact in case.facts if fact["field"] in {"person_named", "writer_name"}]
    found = [Named(case.person_name, is_said=True)] if case.person_name else []
    found += [Named(fact["value"], is_said=_is_said(fact, said)) for fact in facts]
    found += [Named(name, is_said=True) for words in said for name in names_like(words, team)]
    found += [Named(name, is_said=False) for message in messages for name in names_like(_passed_on(message), team)]
    return tuple(dict.fromkeys(found))


def _said(message: Message) -> str:
    own = (message.body[s.start : s.end] for s in message.segments if s.kind is SegmentKind.OWN)
    return "\n".join([message.subject, *own])


def _passed_on(message: Message) -> str:
    forwarded = (message.body[s.start : s.end] for s in message.segments if s.kind is SegmentKind.FORWARDED)
    return "\n".join([*forwarded, *(attachment.text for attachment in message.attachments if attachment.text)])


def _is_said(fact: dict[str, list[dict[str, str]]], said: Iterable[str]) -> bool:
    return any(evidence["quote"] in words for evidence in fact["evidence"] for words in said)


def _likest(names: Iterable[Named], member: TeamMember) -> Found | None:
    """Return the name that is most like a member's, those in the writer's own words first."""
    order = list(Likeness)
    found = [Found(one, likeness) for one in names if (likeness := find_likeness(one.name, member.full_name))]
    return min(found, key=lambda one: (not one.named.is_said, order.index(one.likeness))) if found else None


def _write(case: Case, member: TeamMember, found: Found) -> None:
    name, likeness = found.named.name, found.likeness
    is_writer = bool(case.person_name) and is_same_name(name, case.person_name)
    where = "The writer is called" if is_writer else "The case names"
    passed = "" if found.named.is_said else ", in papers that were passed on"
    why = f"{where} {name[:150]}: {HOW[likeness]}{passed}."
    row = Conflict(case=case, member=member, why=why, at=timezone.now())
    is_ours = not found.named.is_said and _has_dealt_with(case, member)
    if likeness in SURELY and not is_ours and not _handles(case, member):
        open_conflict(row, None, how=likeness)
        return
    ask_about(row, None, why=why, how=likeness)


def _handles(case: Case, member: TeamMember) -> bool:
    if case.assignee_id == member.pk or case.decisions.filter(chosen_by=member).exists():
        return True
    return case.letters.filter(Q(writer=member) | Q(editors=member)).exists()


def _has_dealt_with(case: Case, member: TeamMember) -> bool:
    """Say whether a colleague wrote or signed a letter to this case's person, or decided about a case of theirs."""
    theirs = Case.objects.filter(person_address=case.person_address) if case.person_address else Case.objects.none()
    ours = Q(writer=member) | Q(signer=member) | Q(editors=member)
    return Letter.objects.filter(ours, case__in=theirs).exists() or theirs.filter(decisions__chosen_by=member).exists()
