"""Hold what every change of a matter's life asks first and does last."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from cases import events
from cases.clocks import save_deadlines
from cases.conflicts import check_no_conflict
from cases.desk import desk_council, desk_procedures
from cases.errors import IncompleteError, NotNowError
from cases.letter_case import acknowledgements
from cases.matters import letter_matters, lives_on_in, open_matters, received_on
from cases.models import Case, Letter, Mail, Matter, TeamMember
from cases.services.common import require_decider, require_version
from cases.services.drafting import redraft
from cases.services.matters.settling import settle
from cases.services.tasks.following import follow_case
from cases.states import CASE_MOVES, LETTER_MOVES, CaseState, LetterState, MatterState, check_move
from classify.labels import COMPLAINTS

WITH_A_SIGNER = frozenset({CaseState.SIGNING, CaseState.GOING_OUT})
DRAFTS = (LetterState.DRAFT, LetterState.RETURNED)
LONGEST_GIST = 160


def open_for(case_id: int, version: int, member: TeamMember) -> Case:
    """Return a case locked, for somebody who may change the life of its matters.

    Raises:
        NotAllowedError: if they may not handle it.
        StaleError: if somebody saved in between.
        NotNowError: if it holds no matters, or a letter about them is on its way.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    if case.joined_to_id:
        raise NotNowError("Its message was put with another case. Take that back first, then decide here.")
    if case.kind not in COMPLAINTS:
        raise NotNowError("This message is not a complaint, so it has no matters. Change its type first.")
    if case.state in WITH_A_SIGNER:
        raise NotNowError("A letter of this case is waiting for a signature or going out. Return or stop it first.")
    return case


def find_matters(case: Case, numbers: Sequence[int]) -> list[Matter]:
    """Return matters of a case by their numbers, in order.

    Raises:
        IncompleteError: if none was chosen, or one is not there.
        NotNowError: if one of them lives on in another.

    """
    found = list(case.matters.filter(number__in=numbers).order_by("number"))
    if not found or len(found) != len(set(numbers)):
        raise IncompleteError({"matters": "Choose at least one matter of this case."})
    for matter in found:
        if others := lives_on_in(matter):
            where = " and ".join(str(number) for number in others)
            raise NotNowError(f"Matter {matter.number} lives on in {where}. Choose that instead.")
    return found


def find_mail(case: Case, mail_id: int | None) -> Mail | None:
    """Return a mail of a case, None for none.

    Raises:
        IncompleteError: if it belongs to another case.

    """
    if mail_id is None:
        return None
    mail = case.mails.filter(pk=mail_id).first()
    if mail is None:
        raise IncompleteError({"mail": "Choose a message of this case, or none."})
    return mail


def require_words(words: Mapping[str, tuple[str, str]]) -> None:
    """Let filled-in words pass: field to (what was typed, what to say if nothing was).

    Raises:
        IncompleteError: naming each that is empty.

    """
    missing = {field: ask for field, (typed, ask) in words.items() if not typed.strip()}
    if missing:
        raise IncompleteError(missing)


def require_past_day(case: Case, field: str, on: date) -> None:
    """Let a day pass on which something can have happened in a case.

    Raises:
        IncompleteError: if it is to come, or was before the case was received.

    """
    if on > timezone.localdate():
        raise IncompleteError({field: "That day is still to come. Give the day on which it happened."})
    if on < received_on(case):
        raise IncompleteError({field: "That day is before the case was received. Check the date."})


def finish(case: Case, verb: str, member: TeamMember | None, facts: Mapping[str, object], *, wakes: str = "") -> Case:
    """Settle a changed case, save it with its dates and its event, and bring a letter that is being drafted up to date.

    ``wakes`` says what the team must do now; "" leaves the case where it rests.
    """
    settle(case, wakes=wakes)
    case.version += 1
    case.save()
    save_deadlines(case, council=desk_council(), procedures=desk_procedures(), by=member)
    events.record_for_case(verb, case, actor=member, facts=dict(facts))
    follow_case(case)
    _renew_draft(case, member)
    return case


def numbers_of(matters: Sequence[Matter]) -> list[int]:
    """Return the numbers of matters, as an event keeps them."""
    return [matter.number for matter in matters]


def say_gist(gist: str) -> str:
    """Return a gist as a matter keeps it.

    Raises:
        IncompleteError: without words.

    """
    if not gist.strip():
        raise IncompleteError({"gist": "Say in a few words what the matter is."})
    return gist.strip()[:LONGEST_GIST]


def _renew_draft(case: Case, member: TeamMember | None) -> None:
    """Draft the open letter of a case anew; where nothing is left to write about, set it aside."""
    draft = acknowledgements(case).filter(state__in=DRAFTS).order_by("-pk").first()
    if draft is None:
        return
    if open_matters(case) or any(m.state == MatterState.NOT_TAKEN for m in letter_matters(case)):
        redraft(case, member=member)
        return
    _set_aside(draft, member)
    if case.state == CaseState.LETTER:
        check_move(CASE_MOVES, CaseState.LETTER, CaseState.TRIAGE)
        case.state = CaseState.TRIAGE
        case.save(update_fields=["state"])


def _set_aside(letter: Letter, member: TeamMember | None) -> None:
    check_move(LETTER_MOVES, LetterState(letter.state), LetterState.DROPPED)
    letter.state = LetterState.DROPPED
    letter.save(update_fields=["state"])
    events.record_for_case("letter_set_aside", letter.case, actor=member, facts={"letter": letter.pk})
