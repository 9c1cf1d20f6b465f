"""Turn a mail that was read into a case with suggestions."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases import events
from cases.clocks import save_deadlines
from cases.models import Case, Decision, Mail, Matter, MaybeSame, ReferenceYear
from cases.plain import subject_of
from cases.services.common import plain_evidence, raise_risks
from cases.services.danger.bringing import bring_along
from cases.services.mail import move_mail
from cases.services.tasks.taking_in import take_in
from cases.stage_runs import state_at
from cases.states import WHICH_CASE_OPEN, MailState
from classify.labels import BEHAVIOUR_FLAGS, Flag
from config.council import Council
from config.procedure import Procedure
from config.procedure_versions import procedures_on
from letters.naming import writer_name
from routing.assessment import Assessment, FlagSuggestion, Ruling, Suggestion, Sureness
from routing.assessment import Matter as AssessedMatter


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Name another case that may be the same person's or the same mail, and what speaks for and against it.

    ``asks``: a person must say if they belong together before anything is written.
    """

    case_id: int
    words: str
    signs_for: tuple[str, ...] = ()
    signs_against: tuple[str, ...] = ()
    asks: bool = False


@transaction.atomic
def open_case(
    *,
    mail_id: int,
    assessment: Assessment,
    council: Council,
    procedures: Sequence[Procedure],
    neighbours: Sequence[Neighbour] = (),
) -> Case | None:
    """Make a case of a mail, with its matters, suggestions, dates and alerts; None if it was made before.

    Nothing is decided here: every value is a suggestion until a person chooses. A mail that may belong to an earlier
    case is a case of its own as well, so that its clock runs, and asks "which case?" first.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if mail.state != MailState.READ:
        return None
    case = _new_case(mail, assessment, council)
    _save_matters(case, assessment.matters, procedures_on(procedures, timezone.localdate(case.received_at)))
    _save_decisions(case, assessment)
    _save_neighbours(case, neighbours)
    save_deadlines(case, council=council, procedures=procedures)
    mail.case = case
    attach_alerts(mail, case, assessment)
    facts = {
        "mail": mail.pk,
        "kind": case.kind,
        "matters": len(assessment.matters),
        "doubts": len(assessment.doubts),
        "version": assessment.version,
    }
    events.record_for_case("case_opened", case, facts=facts)
    move_mail(mail, MailState.SORTED, "mail_sorted", {"case": case.pk})
    take_in(case)
    return case


def attach_alerts(mail: Mail, case: Case, assessment: Assessment) -> None:
    """Tie the safety screen's alerts to the case, and raise those that only the full reading found."""
    raise_risks(mail, {suggestion.flag: suggestion.evidence for suggestion in assessment.flags})
    bring_along(mail, case)
    case.your_view_first = case.your_view_first and not case.has_open_alert
    case.save(update_fields=["your_view_first"])


def _new_case(mail: Mail, assessment: Assessment, council: Council) -> Case:
    case = Case(
        reference=_next_reference(council.reference_prefix),
        received_at=mail.received_at,
        subject=subject_of(mail)[:400],
        person_address=mail.sender_address,
        your_view_first=random.random() < settings.PUTRIGHT_BLIND_SHARE,  # noqa: S311 - a sample, not a secret
    )
    _fill(case, mail, assessment)
    case.save()
    return case


def _fill(case: Case, mail: Mail, assessment: Assessment) -> None:
    """Write onto a case what is suggested about it as a whole; the caller saves it."""
    case.gist = assessment.gist[:120]
    case.person_name = case.person_name or writer_name(mail.sender_name, assessment)[:200]
    case.relation = _relation(assessment)
    case.kind = assessment.kind.value
    case.stage = assessment.stage.value if assessment.stage else ""
    case.doubts = [{"code": d.code, "about": d.about, "words": d.words} for d in assessment.doubts]
    case.facts = [
        {"field": f.field.value, "value": f.value, "evidence": plain_evidence([f.evidence])} for f in assessment.facts
    ]
    case.is_young_person = any(f.flag is Flag.YOUNG_PERSON and not _is_question(f) for f in assessment.flags)
    case.assessed_by = assessment.version[:100]


def _save_neighbours(case: Case, neighbours: Sequence[Neighbour]) -> None:
    for neighbour in neighbours:
        defaults = {
            "words": neighbour.words,
            "signs_for": list(neighbour.signs_for),
            "signs_against": list(neighbour.signs_against),
            "asks": neighbour.asks,
        }
        MaybeSame.objects.get_or_create(case=case, other_id=neighbour.case_id, defaults=defaults)
    if any(neighbour.asks for neighbour in neighbours):
        case.which_case = WHICH_CASE_OPEN
        case.save(update_fields=["which_case"])


def _next_reference(prefix: str) -> str:
    year = timezone.localdate().year
    ReferenceYear.objects.get_or_create(year=year)
    row = ReferenceYear.objects.select_for_update().get(year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{prefix}-{year}-{row.last:04d}"


_RELATIONS = {Flag.YOUNG_PERSON: "young person", Flag.FOSTER_CARER: "foster carer"}


def _relation(assessment: Assessment) -> str:
    for found in assessment.flags:
        if found.flag is Flag.REPRESENTATIVE:
            return f"writes for someone else{': ' + found.note if found.note else ''}"[:60]
    return next((words for flag, words in _RELATIONS.items() if assessment.has(flag)), "")


def _save_matters(case: Case, matters: Sequence[AssessedMatter], procedures: dict[str, Procedure]) -> None:
    Matter.objects.bulk_create(
        Matter(
            case=case,
            number=matter.number,
            gist=matter.gist[:160],
            route=matter.route,
            reason=matter.reason or "",
            procedure=matter.procedure,
            procedure_version=procedures[matter.procedure].version if matter.procedure in procedures else "",
            needs_discretion=matter.needs_discretion,
            evidence=plain_evidence(matter.evidence),
            state=state_at(case.stage),
            stage=int(case.stage) if case.stage.isdigit() else 1,
        )
        for matter in matters
    )


def matter_value(route: str, reason: str | None) -> str:
    """Return a matter's route and reason as one decision value: "statutory", "out_of_scope:other_body"."""
    return f"{route}:{reason}" if reason else route


def _save_decisions(case: Case, assessment: Assessment) -> None:
    rows = [_decision(case, "kind", assessment.kind)]
    rows += [_matter_decision(case, matter) for matter in assessment.matters]
    if assessment.stage:
        rows.append(_decision(case, "stage", assessment.stage))
    rows += [_flag_decision(case, found) for found in assessment.flags]
    Decision.objects.bulk_create(rows)


def _decision(case: Case, key: str, suggestion: Suggestion) -> Decision:
    return Decision(
        case=case,
        key=key,
        suggested=suggestion.value,
        sureness=suggestion.sureness,
        evidence=plain_evidence(suggestion.evidence),
        **_ruling(suggestion.ruling),
    )


def _matter_decision(case: Case, matter: AssessedMatter) -> Decision:
    return Decision(
        case=case,
        key=f"matter:{matter.number}",
        suggested=matter_value(matter.route, matter.reason),
        sureness=matter.sureness,
        evidence=plain_evidence(matter.evidence),
        **_ruling(matter.ruling),
    )


def _flag_decision(case: Case, found: FlagSuggestion) -> Decision:
    is_question = _is_question(found)
    return Decision(
        case=case,
        key=f"flag:{found.flag}",
        suggested="" if is_question else "yes",
        sureness=Sureness.NOT_SURE if is_question else found.sureness,
        evidence=plain_evidence(found.evidence),
        note=found.note[:60],
        **_ruling(found.ruling),
    )


def _is_question(found: FlagSuggestion) -> bool:
    # A behaviour flag is a question: it is shown, and never ticked, before a person has looked.
    return found.flag in BEHAVIOUR_FLAGS or found.sureness is Sureness.NOT_SURE


def _ruling(ruling: Ruling) -> dict[str, str]:
    return {"rule": ruling.rule[:100], "source": ruling.source[:300], "words": ruling.words}


def suggest_anew(case: Case, mail: Mail, assessment: Assessment, procedures: Sequence[Procedure]) -> None:
    """Put new suggestions in the place of those of a locked case, about which nobody has decided anything."""
    case.decisions.all().delete()
    case.matters.all().delete()
    _fill(case, mail, assessment)
    case.version += 1
    case.save()
    _save_matters(case, assessment.matters, procedures_on(procedures, timezone.localdate(case.received_at)))
    _save_decisions(case, assessment)
