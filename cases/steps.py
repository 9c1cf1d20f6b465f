"""Take one mail one step further: read it, sort it, draft its letter. Each step is saved once, however often run."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone

from cases.desk import desk_council, desk_procedures
from cases.models import Case, Mail
from cases.neighbours import (
    children_in,
    find_twin,
    history_of,
    known_cases,
    letters_of,
    lock_deliveries,
    neighbours_of,
    signed_by,
)
from cases.opening import read_patiently, read_quickly
from cases.plain import message_of
from cases.prints import count_members, find_alike, keep_prints, note_campaign, texts_of
from cases.reading_model import model_in_use
from cases.records.mail import Again
from cases.services import drafting, intake, joining, machine_mail, rejudging, scanning
from cases.states import MailState
from cases.unsorted import unsorted_assessment
from classify.labels import RISK_FLAGS, Kind
from classify.read import read
from classify.reading import Reading
from config.procedure_versions import procedures_on
from config.thresholds import default_thresholds
from ingest.message import Message
from ingest.virus_scan import VirusScanDownError
from routing.chain import assess
from routing.news import find_news
from routing.same_case import KnownCase, SameCase, find_case

MANY = default_thresholds().likeness.campaign_mails


def advance(mail_id: int, *, slow: bool = False) -> MailState:
    """Take every step a mail still needs, one after the other, and return the state it ends in.

    What takes minutes is only done where ``slow`` says so. Any failure of the machine is raised; what was saved stays
    saved. A mail whose virus scan cannot be asked waits, unopened, and says so.
    """
    while True:
        mail = Mail.objects.get(pk=mail_id)
        step = _next_step(mail, slow=slow)
        if step is None or mail.stuck:
            return MailState(mail.state)
        try:
            step(mail)
        except VirusScanDownError as error:
            scanning.await_scan(mail_id=mail.pk, words=error.words)
            return MailState(mail.state)


def _next_step(mail: Mail, *, slow: bool) -> Callable[[Mail], None] | None:
    if mail.is_slow:
        return read_patiently if slow else None
    return STEPS.get(MailState(mail.state)) or (judge_again if mail.again == Again.JUDGE else None)


def sort_mail(mail: Mail) -> None:
    """Decide where a mail that was read belongs: nowhere, with another mail, with a case, or a case of its own."""
    message = message_of(mail)
    reading = read(message, model_in_use(), sent_on=timezone.localdate(mail.received_at))
    if _is_machines(mail, message, reading) and not mail.own_case:
        machine_mail.put_aside(mail_id=mail.pk, answered=machine_mail.find_answered(mail, message))
        return
    if not mail.own_case and (twin := find_twin(mail, message)):
        joining.set_aside_copy(mail_id=mail.pk, twin=twin)
        return
    likely = find_alike(mail, texts_of(message))
    candidates = known_cases(mail, message, likely)
    signed, children = signed_by(reading), children_in(reading)
    same = find_case(message, tuple(candidates), signed=signed, children=children)
    if same.joins and not mail.own_case:
        _join(mail, reading, candidates, same)
        return
    _open_case(mail, message, reading, candidates, same)


def _is_machines(mail: Mail, message: Message, reading: Reading) -> bool:
    """Return whether a mail is a machine's, and holds no sign of danger by any of our means."""
    if message.automatic == machine_mail.OWN_LETTER:
        return True
    has_risk = mail.alerts.exclude(flag="unscreened").exists() or any(f.label in RISK_FLAGS for f in reading.flags)
    # A web form's mail bears a machine's header and holds a person's words: those are then read as what they are.
    return bool(message.automatic) and reading.kind.label is Kind.AUTOMATIC and not has_risk


def _join(mail: Mail, reading: Reading, candidates: dict[KnownCase, int], same: SameCase) -> None:
    known = next(known for known in candidates if known.reference == same.joins)
    stage = Case.objects.values_list("stage", flat=True).get(pk=candidates[known])
    joining.join_case(
        mail_id=mail.pk,
        case_id=candidates[known],
        words=same.words,
        flags=reading.flags,
        news=find_news(reading, texts=known.texts, stage=stage),
        facts=reading.facts,
    )


def _open_case(
    mail: Mail, message: Message, reading: Reading, candidates: dict[KnownCase, int], same: SameCase
) -> None:
    procedures = desk_procedures()
    assessment = assess(
        reading,
        council=desk_council(),
        procedures=procedures_on(procedures, timezone.localdate(mail.received_at)),
        history=history_of(candidates, mail.sender_address),
        received_on=timezone.localdate(mail.received_at),
    )
    texts = texts_of(message, letters_of(candidates.values()))
    likely = find_alike(mail, texts)
    with transaction.atomic():
        # The same mail may come through two mailboxes at once: only one of its deliveries may open a case.
        lock_deliveries(mail)
        if not mail.own_case and (twin := find_twin(mail, message)):
            joining.set_aside_copy(mail_id=mail.pk, twin=twin)
            return
        keep_prints(mail, texts)
        campaign = note_campaign(mail, texts, likely)
        is_campaign = campaign is not None and count_members(campaign.pk)[0] + 1 >= MANY
        intake.open_case(
            mail_id=mail.pk,
            assessment=assessment,
            council=desk_council(),
            procedures=procedures,
            neighbours=neighbours_of(candidates, same, is_campaign=is_campaign, is_answered=mail.own_case),
        )


def judge_again(mail: Mail) -> None:
    """Judge a mail anew by words that came in after it was sorted: typed in by a person, or read later."""
    message, procedures = message_of(mail), desk_procedures()
    candidates = {known: case_id for known, case_id in known_cases(mail, message).items() if case_id != mail.case_id}
    assessment = assess(
        read(message, model_in_use(), sent_on=timezone.localdate(mail.received_at)),
        council=desk_council(),
        procedures=procedures_on(procedures, timezone.localdate(mail.received_at)),
        history=history_of(candidates, mail.sender_address),
        received_on=timezone.localdate(mail.received_at),
    )
    rejudging.take_new_words(mail_id=mail.pk, assessment=assessment, council=desk_council(), procedures=procedures)


def open_unsorted(mail: Mail) -> None:
    """Make a case without any suggestion of a mail that could not be sorted, so that a person decides everything."""
    intake.open_case(
        mail_id=mail.pk,
        assessment=unsorted_assessment(mail.subject),
        council=desk_council(),
        procedures=desk_procedures(),
    )


def draft_letter(mail: Mail) -> None:
    """Draft the acknowledgement of the case a mail opened."""
    drafting.first_draft(mail_id=mail.pk)


STEPS: Mapping[MailState, Callable[[Mail], None]] = {
    MailState.STORED: read_quickly,
    MailState.READ: sort_mail,
    MailState.SORTED: draft_letter,
}
