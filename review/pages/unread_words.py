"""Hold what stopped the reading of a mail, what helps, and why a mail was set aside: one table for each closed list."""

# ruff: noqa: RUF001 - the words on screen have proper apostrophes

from collections.abc import Mapping

from cases.states import MailState
from ingest.message import ProblemCode

STEPS: Mapping[MailState, str] = {
    MailState.STORED: "Reading the message",
    MailState.PART_READ: "Reading a long scan to its end",
    MailState.READ: "Sorting the message",
    MailState.SORTED: "Drafting the letter",
    MailState.DRAFTED: "Nothing: it is a case",
    MailState.AUTOMATIC: "Nothing: it was set aside as automatic",
    MailState.DUPLICATE: "Nothing: it was set aside as a copy",
    MailState.JOINED: "Nothing: it was joined to its case",
}

STOPPED: Mapping[ProblemCode, str] = {
    ProblemCode.DAMAGED: "Opening a damaged file",
    ProblemCode.EMPTY: "Finding any words",
    ProblemCode.ENCRYPTED: "Opening an encrypted message",
    ProblemCode.PASSWORD: "Opening a file with a password",
    ProblemCode.TOO_LARGE: "Opening a file that is too large",
    ProblemCode.TOO_MANY: "Opening so many files",
    ProblemCode.TOO_SLOW: "Reading a file that took too long",
    ProblemCode.UNKNOWN_TYPE: "Opening a kind of file Putright does not know",
    ProblemCode.POOR_IMAGE: "Reading a picture",
    ProblemCode.NO_READER: "Opening a kind of file nothing here can read",
    ProblemCode.RECORDING: "Turning speech into words",
    ProblemCode.CHARSET: "Reading unusual letters",
    ProblemCode.HIDDEN_TEXT: "Reading words that are hidden from view",
    ProblemCode.CRASHED: "Opening a file that broke its reader",
    ProblemCode.UNFINISHED: "Reading to the end: there was no time left",
    ProblemCode.INFECTED: "Nothing more: the virus scan says that it is harmful",
    ProblemCode.NOT_SCANNED: "Scanning a file for viruses",
}

WORTH_KNOWING: Mapping[ProblemCode, str] = {
    ProblemCode.DAMAGED: "Ask the sender for a new copy.",
    ProblemCode.EMPTY: "Look at the original: it may hold a picture, or nothing at all.",
    ProblemCode.ENCRYPTED: "Ask the sender to send it without encryption, or ask IT to open it.",
    ProblemCode.PASSWORD: "Ask the sender for the password, or for a copy without one.",
    ProblemCode.TOO_LARGE: "Open the original yourself, or ask the sender for smaller files.",
    ProblemCode.TOO_MANY: "Open the original yourself: the files after the first ones were not read.",
    ProblemCode.TOO_SLOW: "Open the original yourself.",
    ProblemCode.UNKNOWN_TYPE: "Do not open it unless you know the sender. Ask for a Word file, a PDF or a photo.",
    ProblemCode.POOR_IMAGE: "Turn and enlarge the picture and read it yourself, or ask for a clearer one.",
    ProblemCode.NO_READER: "Open the original yourself, or ask the sender for a Word file, a PDF or a photo.",
    ProblemCode.RECORDING: "A person needs to listen. Listen with the door closed.",
    ProblemCode.CHARSET: "Some letters may be wrong. Check names and dates against the original.",
    ProblemCode.HIDDEN_TEXT: "Somebody may have hidden words on purpose, or a program did. Read what was found.",
    ProblemCode.CRASHED: "Do not open it unless you know the sender. Ask IT to look at it.",
    ProblemCode.UNFINISHED: "What was read is kept. Read the rest in the original yourself.",
    ProblemCode.INFECTED: "Do not open it. Ask the sender for a clean copy, and tell IT.",
    ProblemCode.NOT_SCANNED: "Nobody knows whether it is safe. Ask IT before you open it.",
}

AUTOMATIC: Mapping[str, str] = {
    "auto-replied": "it says itself that a program answered",
    "auto-submitted": "it says itself that a program sent it",
    "null-sender": "it has no sender to answer",
    "mailer-daemon": "a mail server sent it",
    "bounce-subject": "it reports that a message did not arrive",
    "delivery-report": "it reports whether a message arrived",
    "read-receipt": "it reports that a message was opened",
    "abuse-report": "it is a mail provider’s report",
    "auto-reply": "it is an automatic reply",
    "auto-reply-subject": "its subject is that of an automatic reply",
    "auto-reply-words": "it is an automatic reply",
    "autoreply": "it is an automatic reply",
    "autorespond": "it is an automatic reply",
    "calendar-reply": "it answers an invitation in the calendar",
    "asks-to-confirm": "it asks us to prove that a person wrote",
    "own-letter": "it is a letter of ours that came back to us",
    "failed-recipients": "it reports that a message did not arrive",
    "report": "it is a mail server’s report",
    "list-unsubscribe": "it was sent to many people at once",
    "list-id": "it was sent to a mailing list",
    "precedence-bulk": "it was sent to many people at once",
    "precedence-list": "it was sent to a mailing list",
    "precedence-junk": "it was sent to many people at once",
}
"""The signs of a program's mail, as ``ingest.mail.automatic`` names them; any other is shown by its name."""
