"""Take new words of a mail into its case: as suggestions where nobody has decided, else as something to look at."""

from collections.abc import Sequence

from django.db import transaction

from cases import events
from cases.clocks import save_deadlines
from cases.models import Case, Mail, MatterStep
from cases.records.mail import Again
from cases.services.common import NEW_WORDS, note_open_alerts, raise_risks
from cases.services.drafting import redraft
from cases.services.intake import suggest_anew
from cases.services.tasks.replies import IN_NEW_WORDS, ask_of, heard_by
from cases.services.tasks.taking_in import take_in
from cases.states import CASE_MOVES, CaseState, LetterState, MailState, check_move
from config.council import Council
from config.procedure import Procedure
from routing.assessment import Assessment

WORDS = (
    "Words of a message came in after this case was decided: somebody typed them in, or they were read later. Read the "
    "message again; what was decided has not been changed."
)
_BACK_TO_THE_TEAM = frozenset({CaseState.ACKNOWLEDGED, CaseState.WAITING, CaseState.FILED})


@transaction.atomic
def take_new_words(
    *, mail_id: int, assessment: Assessment, council: Council, procedures: Sequence[Procedure]
) -> Case | None:
    """Judge a mail's case by all its words; None if that was done before, or it has no case.

    Danger that is new is raised in any case. Nothing that a person decided, wrote or signed is changed.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if mail.again != Again.JUDGE:
        return None
    mail.again, mail.tries, mail.trouble, mail.stuck = Again.NOTHING, 0, "", False
    mail.save(update_fields=["again", "tries", "trouble", "stuck"])
    if mail.case_id is None:
        events.record("new_words_judged", chain=f"mail:{mail.pk}", facts={"replaced": False})
        return None
    case = Case.objects.select_for_update().get(pk=mail.case_id)
    raise_risks(mail, {found.flag: found.evidence for found in assessment.flags})
    is_open = _is_undecided(case) and _is_main(mail, case)
    if is_open:
        _suggest_anew(case, mail, assessment, council, procedures)
    else:
        _ask_to_look(case)
    note_open_alerts(case)
    take_in(case)
    if not is_open:
        ask_of(mail, case, heard_by(assessment), because=IN_NEW_WORDS, at_once=True)
    events.record_for_case("new_words_judged", case, facts={"mail": mail.pk, "replaced": is_open})
    return case


def _is_undecided(case: Case) -> bool:
    """Say whether nobody has decided, written or typed anything about a case."""
    if case.state != CaseState.TRIAGE or case.decided_at or case.decisions.exclude(chosen="").exists():
        return False
    if MatterStep.objects.filter(matter__case=case).exists():
        return False
    touched = case.letters.exclude(state__in=[LetterState.DRAFT, LetterState.DROPPED])
    return not touched.exists() and not case.letters.filter(editors__isnull=False).exists()


def _is_main(mail: Mail, case: Case) -> bool:
    own = case.mails.exclude(state__in=[MailState.JOINED, MailState.DUPLICATE])
    return own.order_by("received_at", "pk").first() == mail


def _suggest_anew(
    case: Case, mail: Mail, assessment: Assessment, council: Council, procedures: Sequence[Procedure]
) -> None:
    suggest_anew(case, mail, assessment, procedures)
    save_deadlines(case, council=council, procedures=procedures)
    if mail.state == MailState.DRAFTED:
        redraft(case)


def _ask_to_look(case: Case) -> None:
    case.doubts = [doubt for doubt in case.doubts if doubt.get("code") != NEW_WORDS]
    case.doubts.append({"code": NEW_WORDS, "about": "case", "words": WORDS})
    if case.state in _BACK_TO_THE_TEAM:
        check_move(CASE_MOVES, CaseState(case.state), CaseState.TRIAGE)
        case.state = CaseState.TRIAGE
    case.waiting_for = "New words of a message have come in."
    case.version += 1
    case.save()
