"""Draft a case's acknowledgement from what is in force, and keep what people typed."""

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.letter_case import acknowledgements, letter_case
from cases.matters import letter_matters
from cases.models import Case, Letter, Mail, TeamMember
from cases.services.mail import move_mail
from cases.states import LETTER_MOVES, WHICH_CASE_OPEN, LetterState, MailState, check_move
from classify.labels import COMPLAINTS, Flag
from letters.compose import compose
from letters.plain import draft_to_plain

OPEN = (LetterState.DRAFT, LetterState.RETURNED, LetterState.REFUSED)


@transaction.atomic
def first_draft(*, mail_id: int) -> Letter | None:
    """Draft the acknowledgement of a case that was just opened; None if its kind needs none, or it is done.

    While a person must say which case the message belongs to, none is drafted: it may be no case of its own.

    Where this step comes late, a person may have decided and written already: no second letter is made then.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if mail.state != MailState.SORTED or mail.case_id is None:
        return None
    case = Case.objects.select_for_update().get(pk=mail.case_id)
    is_wanted = case.kind in COMPLAINTS and case.which_case != WHICH_CASE_OPEN and not acknowledgements(case).exists()
    # Somebody who may harm themselves is rung, and then written to by a person: no machine has written before.
    is_wanted = is_wanted and not case.alerts.filter(flag=Flag.SELF_HARM).exclude(state="dismissed").exists()
    letter = redraft(case) if is_wanted else None
    move_mail(mail, MailState.DRAFTED, "mail_drafted", {"letter": letter.pk if letter else None})
    return letter


def redraft(case: Case, *, member: TeamMember | None = None) -> Letter | None:
    """Draft the letter anew from the values in force.

    A draft nobody has changed is replaced. One that a person has changed, or the mail server refused, is set aside,
    words and all, and a new one takes its place. None for a case whose kind needs no letter, or of which nothing is
    left to write about. The caller holds the transaction and the lock on the case.
    """
    if case.kind not in COMPLAINTS or not letter_matters(case):
        return None
    old = acknowledgements(case).select_for_update().filter(state__in=OPEN).order_by("-pk").first()
    plain = draft_to_plain(compose(letter_case(case)))
    if old and old.state != LetterState.REFUSED and not old.editors.exists():
        letter = old
        letter.drafted = letter.draft = plain
        letter.version += 1
    else:
        if old:
            _drop(old)
        letter = Letter(case=case, drafted=plain, draft=plain, made_at=timezone.now())
    letter.letter = plain["letter"]
    letter.template_version, letter.channel = plain["template_version"], plain["channel"]
    letter.save()
    facts = {"letter": letter.pk, "id": letter.letter, "blanks": len(plain["blanks"])}
    events.record_for_case("letter_drafted", case, actor=member, facts=facts)
    return letter


def _drop(letter: Letter) -> None:
    check_move(LETTER_MOVES, LetterState(letter.state), LetterState.DROPPED)
    letter.state = LetterState.DROPPED
    letter.save(update_fields=["state"])
    events.record_for_case("letter_set_aside", letter.case, facts={"letter": letter.pk})
