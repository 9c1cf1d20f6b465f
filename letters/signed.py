"""Hold a letter that a named person signed: the only thing that can be sent."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLetter:
    """Hold one signed letter. Made only by ``cases.services``; ``letters.post.send`` takes nothing else.

    ``draft_digest`` is the SHA-256 (hex) of the approved words; ``message_id`` is ours, made once
    for each signature, so that a second handing over can be recognised. ``in_reply_to`` and ``references`` thread it to
    the person's own mail.

    ``body_html`` is the letter that ``body_text`` is, for readers that show headings and tables. ``pdf`` and ``docx``
    are the files that go with it, empty for one that does not; ``filename`` is the Word file's, and the PDF's but for
    its ending.
    """

    letter_key: int
    reference: str
    draft_digest: str
    signer_name: str
    signed_at: datetime
    recipient_name: str
    recipient_email: str
    sender_name: str
    sender_email: str
    subject_line: str
    body_text: str
    docx: bytes
    filename: str
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    pdf: bytes = b""
    body_html: str = ""
