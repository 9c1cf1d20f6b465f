"""Make rows for tests: plain functions with invented people, each with sensible values that a test may change."""

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.models import (
    Alert,
    Case,
    DeadlineRow,
    Decision,
    Letter,
    Mail,
    Mailbox,
    Matter,
    MaybeSame,
    Role,
    TeamMember,
)
from ingest.message import Address, Attachment, Message, Problem, Segment, SegmentKind
from ingest.plain import message_to_plain

NOW = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
"""Tuesday 3 March 2026, 2:05pm in London too: the day on which the tests' stories play."""

BODY = (
    "Dear Complaints,\n\n"
    "Their social worker has not been to see them since 19 December. That is ten weeks.\n\n"
    "Leo's taxi to Moorside School stopped in January and nobody can tell me why.\n\n"
    "Yours sincerely\nDenise Harker\n"
)

_numbers = itertools.count(1)


def start_at(monkeypatch, moment: datetime) -> None:
    """Let the clock of a test stand at a moment when it begins, and go on from there."""
    real, began = timezone.now, timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment + (real() - began))


def make_member(username: str = "", *, role: str = Role.OFFICER, password: str = "", **fields: Any) -> TeamMember:
    """Make one person of the team; the name on pages is that of ``first_name`` and ``last_name``."""
    name = username or f"person{next(_numbers)}"
    values = {"first_name": "Priya", "last_name": "Raman", "email": f"{name}@brackenshire.example"} | fields
    member = TeamMember(username=name, role=role, **values)
    if password:
        member.set_password(password)
    else:
        member.set_unusable_password()
    member.save()
    return member


def make_message(
    body: str = BODY,
    *,
    subject: str = "Leo and Maisie",
    quoted: str = "",
    attachments: Iterable[Attachment] = (),
    problems: Iterable[Problem] = (),
    **fields: Any,
) -> Message:
    """Make a message whose body is the writer's own words, with earlier mail quoted below them if given."""
    segments = [Segment(kind=SegmentKind.OWN, start=0, end=len(body))]
    if quoted:
        segments.append(Segment(kind=SegmentKind.QUOTED, start=len(body), end=len(body) + len(quoted)))
    return Message(
        **{
            "digest": hashlib.sha256(f"{body}{next(_numbers)}".encode()).hexdigest(),
            "sender": Address(name="Denise Harker", address="denise.harker@mailbox.example"),
            "subject": subject,
            "body": body + quoted,
            "segments": tuple(segments),
            "attachments": tuple(attachments),
            "problems": tuple(problems),
        }
        | fields
    )


def make_mail(message: Message | None = None, *, case: Case | None = None, **fields: Any) -> Mail:
    """Make the row of one mail that was read, with its text."""
    message = message or make_message()
    at = fields.get("received_at", NOW - timedelta(hours=2, minutes=25))
    values = {
        "digest": message.digest,
        "size_bytes": 5_000,
        "received_at": at,
        "stored_at": at,
        "state": "drafted",
        "state_since": at,
        "due_at": at,
        "subject": message.subject,
        "sender_name": message.sender.name,
        "sender_address": message.sender.address,
        "text": message_to_plain(message),
        "case": case,
    } | fields
    return Mail.objects.create(**values)


def make_case(*, decisions: Iterable[Mapping[str, Any]] = (), matters: int = 1, **fields: Any) -> Case:
    """Make a case to triage; ``decisions`` are fields of ``Decision`` rows, added to one for the kind and each matter."""
    number = next(_numbers)
    values = {
        "reference": f"PR-2026-{number:04}",
        "received_at": NOW - timedelta(hours=2, minutes=25),
        "subject": "Leo and Maisie",
        "gist": "Visits missed and payments late",
        "person_name": "Denise Harker",
        "person_address": "denise.harker@mailbox.example",
        "relation": "grandmother",
        "kind": "complaint",
        "stage": "1",
        "next_due_on": date(2026, 3, 10),
        "next_due_what": "acknowledge",
    } | fields
    case = Case.objects.create(**values)
    given = {row["key"]: row for row in decisions}
    rows = {"kind": {"key": "kind", "suggested": case.kind, "sureness": "sure", "words": "Asks us to put it right."}}
    rows |= {f"matter:{n}": _matter_decision(n) for n in range(1, matters + 1)}
    rows |= {"stage": {"key": "stage", "suggested": case.stage, "sureness": "sure", "words": "No earlier answer."}}
    for key, row in (rows | given).items():
        Decision.objects.create(case=case, **(row | {"key": key}))
    for n in range(1, matters + 1):
        value = (rows | given)[f"matter:{n}"]["suggested"] or "statutory"
        route, _, reason = value.partition(":")
        Matter.objects.create(case=case, number=n, gist=f"Visits missed ({n})", route=route, reason=reason)
    return case


def _matter_decision(number: int) -> dict[str, Any]:
    return {
        "key": f"matter:{number}",
        "suggested": "statutory",
        "sureness": "sure",
        "words": "A delay in a children's social care service.",
        "rule": "statutory",
    }


def make_deadline(case: Case, **fields: Any) -> DeadlineRow:
    """Make one date of a case: to acknowledge it, unless told otherwise."""
    values = {
        "what": "acknowledge",
        "stage": 1,
        "due_on": date(2026, 3, 10),
        "limit": 5,
        "unit": "working_days",
        "anchor": "receipt",
        "anchor_on": date(2026, 3, 3),
        "source": "The council's complaints procedure",
        "days": [{"on": f"2026-03-0{day}", "number": day - 3, "why": ""} for day in range(4, 7)]
        + [{"on": "2026-03-07", "number": None, "why": "Saturday"}],
    } | fields
    return DeadlineRow.objects.create(case=case, **values)


def make_alert(case: Case | None, mail: Mail | None = None, **fields: Any) -> Alert:
    """Make an open sign of danger, and mark the case with it."""
    mail = mail or make_mail(case=case)
    quote = "Darren pushed him on the stairs"
    values = {
        "flag": "safeguarding",
        "words": [{"where": "body", "start": 0, "end": len(quote), "quote": quote}],
        "raised_at": mail.received_at,
    } | fields
    alert = Alert.objects.create(mail=mail, case=case, **values)
    if case and alert.state == "open":
        Case.objects.filter(pk=case.pk).update(has_open_alert=True)
        case.refresh_from_db()
    return alert


def make_letter(case: Case, **fields: Any) -> Letter:
    """Make a letter of a case; ``draft`` and ``drafted`` are what ``letters.plain`` writes."""
    values = {
        "letter": "L01",
        "drafted": {},
        "draft": {},
        "template_version": "test",
        "made_at": NOW,
    } | fields
    return Letter.objects.create(case=case, **values)


def make_mailbox(**fields: Any) -> Mailbox:
    """Make a mailbox that was read two minutes ago."""
    values = {
        "name": "Complaints",
        "folder": f"INBOX{next(_numbers)}",
        "polled_at": NOW - timedelta(minutes=2),
        "watched": True,
        "watched_from": NOW - timedelta(days=2),
    }
    return Mailbox.objects.create(**(values | fields))


def make_pair(case: Case, other: Case, **fields: Any) -> MaybeSame:
    """Say that two cases may be the same person's."""
    return MaybeSame.objects.create(case=case, other=other, **({"words": "Same email address."} | fields))
