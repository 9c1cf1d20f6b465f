"""Compare two readings of one mail, and keep of each part the better one, so that reading again loses no word."""

from dataclasses import replace

from ingest.message import Attachment, Message


def better_reading(first: Message, second: Message) -> Message:
    """Return the second reading, with whatever the first had read more of.

    A second reading may have ended the reader, on a file or on the whole mail: what it lost is taken from the first.
    """
    body_lost = len(second.body.strip()) < len(first.body.strip())
    if body_lost and not second.body.strip() and not second.attachments:
        # Nothing at all came of it: the mail is as it was, and keeps its own account of what is wrong with it.
        return first
    known = {found.index: found for found in first.attachments}
    merged = tuple(_better(known.pop(found.index, None), found) for found in second.attachments)
    left = tuple(found for found in first.attachments if found.index in known)
    attachments = tuple(sorted((*merged, *left), key=lambda found: found.index))
    if body_lost:
        return replace(first, attachments=attachments)
    return replace(second, attachments=attachments)


def _better(first: Attachment | None, second: Attachment) -> Attachment:
    if first is None or first.digest != second.digest or not any(problem.unread for problem in second.problems):
        return second
    return first if len(first.text.strip()) > len(second.text.strip()) else second


def only_new(before: Message, after: Message) -> Message:
    """Return a later reading with everything blank that stood at the same place before; what is new keeps its place."""
    known = {found.index: found.text for found in before.attachments}
    attachments = tuple(
        replace(found, text=_blank(known.get(found.index, ""), found.text)) for found in after.attachments
    )
    return replace(after, subject="", body=_blank(before.body, after.body), attachments=attachments)


def _blank(before: str, after: str) -> str:
    same = len(before)
    if not after.startswith(before):
        same = next((at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), len(after))
    return "".join(sign if sign == "\n" else " " for sign in after[:same]) + after[same:]
