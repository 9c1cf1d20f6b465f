"""Make messages for the classifier's tests: invented people, one segment unless the body quotes."""

from ingest.message import Address, Attachment, Message, Problem, Segment, SegmentKind

KINDS = {
    ">": SegmentKind.QUOTED,
    "|": SegmentKind.FORWARDED,
    "~": SegmentKind.SIGNATURE,
    "%": SegmentKind.DISCLAIMER,
}


def message(
    body: str,
    *,
    subject: str = "",
    attachments: tuple[Attachment, ...] = (),
    problems: tuple[Problem, ...] = (),
    sender: str = "Lena Marsh",
    automatic: str | None = None,
) -> Message:
    """Return a message; lines starting with one of ``KINDS`` are that kind of segment, the rest is the writer's own."""
    segments, start = [], 0
    for line in body.splitlines(keepends=True):
        segments.append(Segment(kind=KINDS.get(line[:1], SegmentKind.OWN), start=start, end=start + len(line)))
        start += len(line)
    return Message(
        digest="0" * 64,
        sender=Address(name=sender, address="lena@post.example"),
        subject=subject,
        body=body,
        segments=tuple(segments),
        attachments=attachments,
        problems=problems,
        automatic=automatic,
    )


def attachment(text: str, *, filename: str = "letter.pdf", confidence: float | None = 1.0) -> Attachment:
    """Return an attachment with text read from it."""
    return Attachment(
        index=0,
        filename=filename,
        media_type="application/pdf",
        size_bytes=10,
        digest="1" * 64,
        text=text,
        confidence=confidence,
    )


def part_of(mail: Message, where: str) -> str:
    """Return the text that evidence in ``where`` points into."""
    if where == "subject":
        return mail.subject
    return mail.body if where == "body" else mail.attachments[0].text
