"""Take one mail one step further: read it, sort it, draft its letter. Each step is saved once, however often run."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone

from cases import blobs
from cases.desk import desk_council, desk_procedures
from cases.models import Mail
from cases.neighbours import find_twin, history_of, known_cases, lock_deliveries, neighbours_of
from cases.plain import message_of
from cases.reader import sandbox
from cases.services import drafting, intake
from cases.services import mail as mails
from cases.states import MailState
from cases.unsorted import unsorted_assessment
from classify.labels import Kind
from classify.model.predict import load_model
from classify.read import read
from classify.reading import Reading
from classify.screen import screen
from ingest.message import Message
from routing.chain import assess
from routing.same_case import KnownCase, SameCase, find_case


def advance(mail_id: int) -> MailState:
    """Take every step a mail still needs, one after the other, and return the state it ends in.

    Any failure of the machine is raised; what was saved stays saved.
    """
    while True:
        mail = Mail.objects.get(pk=mail_id)
        step = STEPS.get(MailState(mail.state))
        if step is None or mail.stuck:
            return MailState(mail.state)
        step(mail)


def read_mail(mail: Mail) -> None:
    """Open the bytes in the sandbox, and look for danger before anything else is done with them."""
    message = sandbox().parse(blobs.get(mail.digest))
    mails.save_message(mail_id=mail.pk, message=message, screening=screen(message))


def sort_mail(mail: Mail) -> None:
    """Decide where a mail that was read belongs: nowhere, with another mail, with a case, or a case of its own."""
    message = message_of(mail)
    reading = read(message, load_model(), sent_on=timezone.localdate(mail.received_at))
    has_risk = mail.alerts.exclude(flag="unscreened").exists()
    # A web form's mail bears a machine's header and holds a person's words: those are then read as what they are.
    is_automatic = bool(message.automatic) and reading.kind.label is Kind.AUTOMATIC
    if is_automatic and not (has_risk or mail.own_case):
        mails.set_aside(mail_id=mail.pk, state=MailState.AUTOMATIC)
        return
    if not mail.own_case and (twin := find_twin(mail, message)):
        mails.set_aside(mail_id=mail.pk, state=MailState.DUPLICATE, same_as=twin)
        return
    candidates = known_cases(mail, message)
    same = find_case(message, tuple(candidates))
    if same.joins and not mail.own_case:
        by_reference = {known.reference: case_id for known, case_id in candidates.items()}
        case_id = by_reference[same.joins]
        intake.join_case(mail_id=mail.pk, case_id=case_id, words=same.words, flags=reading.flags)
        return
    _open_case(mail, message, reading, candidates, same)


def _open_case(
    mail: Mail, message: Message, reading: Reading, candidates: dict[KnownCase, int], same: SameCase
) -> None:
    procedures = desk_procedures()
    assessment = assess(
        reading,
        council=desk_council(),
        procedures={procedure.id: procedure for procedure in procedures},
        history=history_of(candidates),
        received_on=timezone.localdate(mail.received_at),
    )
    with transaction.atomic():
        # The same mail may come through two mailboxes at once: only one of its deliveries may open a case.
        lock_deliveries(mail)
        if not mail.own_case and (twin := find_twin(mail, message)):
            mails.set_aside(mail_id=mail.pk, state=MailState.DUPLICATE, same_as=twin)
            return
        intake.open_case(
            mail_id=mail.pk,
            assessment=assessment,
            council=desk_council(),
            procedures=procedures,
            neighbours=neighbours_of(candidates, same),
        )


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
    MailState.STORED: read_mail,
    MailState.READ: sort_mail,
    MailState.SORTED: draft_letter,
}
