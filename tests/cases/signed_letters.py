"""Put signed letters before the workers: whole rows, made without walking the pages."""

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases import blobs
from cases.models import Letter, Role, TeamMember
from letters.compose import compose
from letters.draft import Draft, Recipient
from letters.plain import draft_digest, draft_to_plain
from tests.factories import make_case, make_letter, make_member
from tests.letters.cases import golden_cases

_numbers = itertools.count(1)
_drafts: list[Draft] = []


def a_draft(**fields: Any) -> Draft:
    """Return the words of a plain statutory acknowledgement."""
    if not _drafts:
        _drafts.append(compose(golden_cases()["01-statutory"]))
    return replace(_drafts[0], **fields)


def signed_letter(*, address: str = "", **fields: Any) -> Letter:
    """Return a letter that was signed, whose waiting time is over; each to an address of its own unless one is given.

    It passes the numbers of the last guard, as if a person had let it go.
    """
    number = next(_numbers)
    recipient = Recipient(
        name="Joan Ashby", greeting="Dear Joan Ashby", email=address or f"joan.ashby.{number}@mailbox.example"
    )
    draft = a_draft(recipient=recipient)
    case = make_case(state="going_out", person_address=recipient.email)
    now = timezone.now()
    digest = draft_digest(draft)
    values = {
        "state": "approved",
        "draft": draft_to_plain(draft),
        "drafted": draft_to_plain(draft),
        "writer": _somebody("writer", Role.OFFICER),
        "signer": _somebody("signer", Role.MANAGER),
        "signed_at": now - timedelta(minutes=11),
        "approved_digest": digest,
        "docx_digest": blobs.put(b"PK\x03\x04 a letter"),
        "message_id": f"<{case.reference.lower()}.{number}.{digest[:16]}@brackenshire.example>",
        "send_at": now - timedelta(seconds=1),
        "released_at": now,
    }
    return make_letter(case, **(values | fields))


def _somebody(username: str, role: str) -> TeamMember:
    return TeamMember.objects.filter(username=username).first() or make_member(username, role=role)
