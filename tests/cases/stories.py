"""Tell how a case gets where a test begins: stored, read, sorted, decided, written."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from django.utils import timezone

from cases import steps
from cases.judging import needs_of
from cases.models import Case, Letter, Mail, Mailbox, TeamMember
from cases.services import letters, triage
from cases.services import mail as mails
from cases.services.judgement.recording import Judgement, write_judgement
from cases.services.triage import Choice
from ingest.mailboxes.mailbox import RawMail
from tests.factories import make_mailbox

WORDS = (
    "Dear Sir or Madam,\n\n"
    "My son's social worker has not visited us since before Christmas and nobody has told us why. His care plan says she "
    "comes every four weeks. I have left three messages and nobody rings back. I want somebody to find out why and to "
    "tell me when she will come.\n\nYours faithfully\nJoan Ashby\n"
)


def a_mail(words: str = WORDS, *, subject: str = "Social worker has not visited", **headers: str) -> bytes:
    """Return the bytes of a mail to the complaints team."""
    mail = EmailMessage()
    values = {
        "From": "Joan Ashby <joan.ashby@mailbox.example>",
        "To": "childrens.complaints@brackenshire.example",
        "Subject": subject,
        "Date": "Mon, 02 Mar 2026 09:30:00 +0000",
        "Message-ID": f"<{abs(hash((words, subject)))}@mailbox.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in values.items():
        mail[name] = value
    mail.set_content(words)
    return mail.as_bytes()


def store(*raws: bytes, mailbox: Mailbox | None = None, first_uid: int = 1) -> list[Mail]:
    """Store mails as a mailbox gives them, and return the new ones."""
    found = [
        RawMail(
            mailbox="complaints",
            folder="INBOX",
            uid_validity=7,
            uid=uid,
            internal_at=datetime(2026, 3, 2, 9, 31, tzinfo=UTC),
            content=raw,
        )
        for uid, raw in enumerate(raws, first_uid)
    ]
    return mails.store(mailbox or make_mailbox(), found)


def arrive(*raws: bytes) -> list[Mail]:
    """Store mails and take each as far as a machine can."""
    new = store(*raws)
    for mail in new:
        steps.advance(mail.pk)
        mail.refresh_from_db()
    return new


def a_case(words: str = WORDS, **headers: str) -> Case:
    """Return the case that a mail opened."""
    (mail,) = arrive(a_mail(words, **headers))
    assert mail.case is not None
    return mail.case


def decide(case: Case, member: TeamMember, **changed: str) -> Case:
    """Decide everything as suggested (statutory where nothing is), except what is given, and write the letter.

    A message in which no matter was found (read as a reply, say) gets one, as a person would give it.
    """
    if not case.matters.exists():
        case = triage.add_matter(
            case_id=case.pk, version=case.version, member=member, gist="What they are unhappy with", route="statutory"
        )
    choices = {}
    for row in case.decisions.all():
        default = "statutory" if row.key.startswith("matter") else "no"
        choices[row.key] = Choice(row.suggested or default, how="accepted")
    choices["kind"] = Choice("complaint", how="accepted")
    choices |= {key.replace("_", ":", 1): Choice(value) for key, value in changed.items()}
    return triage.save_decisions(
        case_id=case.pk, version=case.version, member=member, choices=choices, write_letter=True
    )


def judge_all(case: Case, member: TeamMember) -> Case:
    """Write down, for everything of a case that needs it, that somebody considered it and stands by it."""
    for need in needs_of(case):
        judgement = Judgement(
            matter=need.matter.number,
            question=need.bar.id,
            decision="not_take",
            why="It would change nothing for the child.",
            answers={question.id: "They told us on the phone." for question in need.bar.questions},
            ask_again_on=timezone.localdate() + timedelta(days=30) if need.bar.may_lift else None,
            has_read=True,
        )
        write_judgement(case_id=case.pk, version=case.version, member=member, judgement=judgement)
        case.refresh_from_db()
    return case


def written(case: Case, member: TeamMember, **changed: str) -> Letter:
    """Decide a case and hand its letter to the signers."""
    case = decide(case, member, **changed)
    letter = case.letters.exclude(state="dropped").get()
    return letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=member, missing_reason="Left out on purpose."
    )
