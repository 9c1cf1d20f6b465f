"""A letter that was signed, as the tests of the mail and of the post hand it over."""

from datetime import UTC, datetime

from letters.signed import SignedLetter

DOCX = b"PK\x03\x04 a letter"
LETTER = SignedLetter(
    letter_key=7,
    reference="PR-2026-0228",
    draft_digest="a" * 64,
    signer_name="Helen Marsh",
    signed_at=datetime(2026, 3, 4, 14, 5, tzinfo=UTC),
    recipient_name="Mrs Denise Härker",
    recipient_email="denise.harker@mailbox.example",
    sender_name="Children's Complaints Team, Brackenshire County Council",
    sender_email="childrens.complaints@brackenshire.example",
    subject_line="Your complaint, reference PR-2026-0228",
    body_text="Dear Mrs Härker,\n\n.A line that begins with a dot.\n\n“Quoted”, £20.\n",
    docx=DOCX,
    filename="PR-2026-0228.docx",
    message_id="<pr-2026-0228.7@brackenshire.example>",
    in_reply_to="<first@mailbox.example>",
    references=("<older@mailbox.example>", "<first@mailbox.example>"),
)
