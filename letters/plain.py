"""Turn a draft into plain data for storing and back again, without loss, and name its words by a digest."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from letters.draft import Channel, Check, Draft, FactUsed, LetterId, Origin, Paragraph, Recipient


def draft_to_plain(draft: Draft) -> dict[str, Any]:
    """Return a draft as a dict that JSON can hold; ``draft_from_plain`` gives the same draft back."""
    plain = asdict(draft)
    plain["letter"] = str(draft.letter)
    plain["written_on"] = draft.written_on.isoformat()
    plain["channel"] = str(draft.channel)
    for paragraph in plain["paragraphs"]:
        paragraph["origin"] = str(paragraph["origin"])
    # Tuples become lists at once, so that what is compared before storing is what comes back after it.
    stored: dict[str, Any] = json.loads(json.dumps(plain))
    return stored


def draft_from_plain(plain: dict[str, Any]) -> Draft:
    """Return the draft that was stored.

    Raises: KeyError, TypeError or ValueError if the data is not that of a draft.
    """
    return Draft(
        letter=LetterId(plain["letter"]),
        reference=plain["reference"],
        recipient=Recipient(**plain["recipient"]),
        subject_line=plain["subject_line"],
        council_name=plain["council_name"],
        sender_block=tuple(plain["sender_block"]),
        written_on=date.fromisoformat(plain["written_on"]),
        paragraphs=tuple(_paragraph(one) for one in plain["paragraphs"]),
        blanks=tuple(plain["blanks"]),
        checklist=tuple(Check(**one) for one in plain["checklist"]),
        facts_used=tuple(FactUsed(**one) for one in plain["facts_used"]),
        template_version=plain["template_version"],
        large_print=plain["large_print"],
        channel=Channel(plain.get("channel", Channel.EMAIL)),
        text_points=plain.get("text_points", 12),
    )


def draft_digest(draft: Draft) -> str:
    """Return the SHA-256 (hex) of everything the person will get: two letters with the same digest read the same.

    The checklist, the blanks and the facts are notes about the letter and do not count.
    """
    plain = draft_to_plain(draft)
    notes = ("checklist", "blanks", "facts_used", "template_version")
    words = {key: value for key, value in plain.items() if key not in notes}
    for paragraph in words["paragraphs"]:
        del paragraph["origin"]
        # What letters could not hold when the first ones were signed counts only where it is there: a letter that was
        # signed before keeps its digest.
        if not paragraph["rows"]:
            del paragraph["rows"]
    if draft.text_points == 12:
        del words["text_points"]
    if draft.channel is Channel.EMAIL:
        # A postal address is not printed on an email.
        del words["channel"], words["recipient"]["post"]
    packed = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8")).hexdigest()


def _paragraph(plain: dict[str, Any]) -> Paragraph:
    return Paragraph(
        key=plain["key"],
        title=plain["title"],
        text=plain["text"],
        origin=Origin(plain["origin"]),
        points=tuple(plain["points"]),
        rows=tuple(tuple(row) for row in plain.get("rows", ())),
    )
