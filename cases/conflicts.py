"""Say who may not handle a case: nobody named in a complaint decides, writes or signs it.

An open conflict shuts a case to its member; one that is only asked about (``ASKED``) waits for a manager's word. Where
messages were put with another case, both are shut by what either knows, unless a manager has lifted it there; what
was lifted before is asked again then.

Source: Getting the Best from Complaints (2006): whoever looks into a complaint has had no part in it; LGSCO Complaint
Handling Code: stage 2 is not for the person who considered stage 1.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cases.errors import NotAllowedError, NotNowError
from cases.models import Case, Conflict, Letter, Outcome, Role, TeamMember

OPEN = "open"
ASKED = "asked"
LIFTED = "lifted"
WRITTEN = ("letter_begun", "letter_drafted")
"""The events that tell who answered what only a person could say in a further letter."""
FAMILY = ("conflicts__member", "joined_to__conflicts__member", "absorbed__conflicts__member")
"""What is fetched with cases before ``members_shut_out`` is asked of each."""


def check_no_conflict(case: Case, member: TeamMember) -> None:
    """Let those pass who may handle a case.

    Raises:
        NotAllowedError: in words, if they are named in it or know its people.

    """
    if has_conflict(case.pk, member):
        raise NotAllowedError(say_refusal(case, member))


def has_conflict(case_id: int, member: TeamMember) -> bool:
    """Say whether a case is shut to a member."""
    rows = Conflict.objects.filter(member=member)
    if rows.filter(case=case_id, state=LIFTED).exists():
        return False
    return rows.filter(_of_family(case_id), state=OPEN).exists()


def check_all_open_to(case_ids: Iterable[int], *members: TeamMember | None) -> None:
    """Let those pass who may handle every one of these cases.

    Raises:
        NotAllowedError: in words, naming the first of them that is shut to one of the people.

    """
    ids = list(case_ids)
    for member in filter(None, members):
        if shut := shut_cases(ids, member):
            raise NotAllowedError(say_refusal(shut[0], member))


def check_may_sign(letter: Letter, member: TeamMember) -> None:
    """Let a signer pass who has no part in the case, for a letter that nobody with a part in it wrote.

    Whoever decided an earlier stage does not sign for a later one, as long as another manager can.

    Raises:
        NotAllowedError: if it is the signer, in words.
        NotNowError: if it is who wrote or changed the letter, whenever that came to light.

    """
    case, writers = letter.case, writers_of(letter)
    check_no_conflict(case, member)
    for writer in sorted(writers, key=lambda one: one.pk):
        if has_conflict(case.pk, writer):
            words = f"{writer.full_name} wrote or changed this letter and may not handle {case.reference}."
            raise NotNowError(f"{words} Return it, so that somebody else writes it anew.")
    earlier = _decided_earlier(case)
    others = [one for one in members_left(case) if one.may_sign and one != member and one not in writers]
    if member.pk in earlier and any(one.pk not in earlier for one in others):
        words = f"You decided an earlier stage of {case.reference}: a later one is signed by somebody not involved."
        raise NotAllowedError(words)


def writers_of(letter: Letter) -> frozenset[TeamMember]:
    """Return who wrote a letter, and so may never sign it.

    Beside whoever changed its words or handed it to the signers: who began a further letter, or answered its questions,
    since those answers are its words.
    """
    writers = {*filter(None, [letter.writer]), *letter.editors.all()}
    if letter.is_further:
        told = letter.case.events.filter(verb__in=WRITTEN, facts__letter=letter.pk, actor__isnull=False)
        writers |= set(TeamMember.objects.filter(pk__in=told.values("actor")))
    return frozenset(writers)


def why_not_theirs_to_sign(letter: Letter) -> str:
    """Say why a letter that was signed may not leave: its case was shut since to who signed or wrote it; "" if not."""
    signer, reference = letter.signer, letter.case.reference
    if signer is None:
        return ""
    if has_conflict(letter.case_id, signer):
        words = f"{signer.full_name} signed this letter and may not handle {reference} any more."
        return f"{words} Take it back, so that somebody else signs it."
    for writer in sorted(writers_of(letter), key=lambda one: one.pk):
        if has_conflict(letter.case_id, writer):
            words = f"{writer.full_name} wrote or changed this letter and may not handle {reference} any more."
            return f"{words} Take it back, so that somebody else writes it anew."
    return ""


def shut_cases(case_ids: Iterable[int], member: TeamMember) -> list[Case]:
    """Return those of these cases that are shut to a member, in one query."""
    ids = list(case_ids)
    return list(Case.objects.filter(pk__in=ids).filter(pk__in=shut_to(member)).order_by("pk")) if ids else []


def shut_to(member: TeamMember) -> QuerySet[Case, int]:
    """Return the ids of all cases that are shut to a member, for a list to leave them out."""
    rows = Conflict.objects.filter(member=member)
    known = rows.filter(state=OPEN).values("case")
    holding = Case.objects.filter(pk__in=known, joined_to__isnull=False).values("joined_to")
    shut = Q(pk__in=known) | Q(joined_to__in=known) | Q(pk__in=holding)
    return (
        Case.objects.filter(shut).exclude(pk__in=rows.filter(state=LIFTED).values("case")).values_list("pk", flat=True)
    )


def say_refusal(case: Case, member: TeamMember) -> str:
    """Say in words why a member may not handle a case, and who can."""
    words = (
        f"{member.full_name} may not handle {case.reference}: nobody who is named in a complaint, or knows its people, "
        "decides, writes or signs it."
    )
    return f"{words} {_who_can(case)}"


def members_left(case: Case) -> list[TeamMember]:
    """Return who may handle a case."""
    able = TeamMember.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.MANAGER])
    lifted = case.conflicts.filter(state=LIFTED).values("member")
    shut = Conflict.objects.filter(_of_family(case.pk), state=OPEN).exclude(member__in=lifted)
    return list(able.exclude(pk__in=shut.values("member")).order_by("first_name", "pk"))


def known_of(case_id: int) -> QuerySet[Conflict]:
    """Return what is known of a case: its own rows, and those of its family about whom nobody was let in here."""
    lifted = Conflict.objects.filter(case=case_id, state=LIFTED).values("member")
    theirs = Conflict.objects.filter(_of_family(case_id)).exclude(state=LIFTED).exclude(member__in=lifted)
    return Conflict.objects.filter(Q(case=case_id) | Q(pk__in=theirs.values("pk")))


def members_shut_out(case: Case) -> frozenset[TeamMember]:
    """Return all to whom a case is shut, from rows that were fetched with it (``FAMILY``) where a list asks."""
    family = [case, *filter(None, [case.joined_to]), *case.absorbed.all()]
    lifted = {row.member_id for row in case.conflicts.all() if row.state == LIFTED}
    rows = [row for one in family for row in one.conflicts.all()]
    return frozenset(row.member for row in rows if row.state == OPEN and row.member_id not in lifted)


def _of_family(case_id: int) -> Q:
    """Return what finds the conflicts of a case, of the one that holds its messages, and of those whose it holds."""
    return Q(case=case_id) | Q(case__joined_to=case_id) | Q(case__absorbed=case_id)


def _who_can(case: Case) -> str:
    if members_left(case):
        return "Give it to somebody else, or ask another manager to look at it."
    names = [member.full_name for member in TeamMember.objects.filter(is_active=True, role=Role.ADMINISTRATOR)]
    who = " or ".join(names) or "your administrator"
    return f"Nobody else of the team is left: ask {who} to add somebody who is not involved."


def _decided_earlier(case: Case) -> frozenset[int]:
    """Return who decided the outcome of a stage before the one a case is at, but for those whom a manager let in."""
    if not case.stage.isdigit():
        return frozenset()
    stages = [str(number) for number in range(1, int(case.stage))]
    found = Outcome.objects.filter(matter__case=case, stage__in=stages).values_list("decided_by", flat=True)
    return frozenset(found) - frozenset(case.conflicts.filter(state=LIFTED).values_list("member", flat=True))
