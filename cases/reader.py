"""Hold this process's sandboxes, and open mails and attachments in them."""

from collections.abc import Mapping

from django.conf import settings

from cases import blobs
from cases.models import Mail
from config.once import once
from ingest.documents.document import DocumentText
from ingest.message import Message
from ingest.parse import AttachmentBytes
from ingest.sandbox.box import Sandbox

SLOW_READERS = 1
"""Children beside the ordinary ones: the slow lane reads one long scan at a time, and no other mail waits for it."""


@once()
def sandbox() -> Sandbox:
    """Return this process's own pool of sandboxed children, started when first needed."""
    workers = settings.PUTRIGHT_SANDBOX_WORKERS + SLOW_READERS
    return Sandbox.from_config(workers=workers, is_weak=settings.PUTRIGHT_SANDBOX == "weak")


def read(raw: bytes, *, patient: bool = False, withheld: Mapping[str, str] | None = None) -> Message:
    """Return what can be read of a mail; ``withheld`` are the files that must not be, by digest, with the reason.

    Raises:
        SandboxError: if no child can be started.

    """
    return sandbox().parse(raw, patient=patient, withheld=withheld)


def document(name: str, content: bytes) -> DocumentText:
    """Return what can be read of a file that somebody of the team handed in, in the sandbox like any other.

    Raises:
        SandboxError: if no child can be started.

    """
    return sandbox().document(name, content)


def attachment(mail: Mail, index: int) -> AttachmentBytes:
    """Return the bytes of one attachment of a kept mail, taken out in the sandbox.

    Raises:
        LookupError: if the mail has no such attachment.

    """
    return sandbox().attachment(blobs.get(mail.digest), index)
