"""Hold this process's sandbox, and open attachments in it."""

from functools import cache

from django.conf import settings

from cases import blobs
from cases.models import Mail
from ingest.parse import AttachmentBytes
from ingest.sandbox import Sandbox


@cache
def sandbox() -> Sandbox:
    """Return this process's own pool of sandboxed children, started when first needed."""
    return Sandbox.from_config(workers=settings.PUTRIGHT_SANDBOX_WORKERS, is_weak=settings.PUTRIGHT_SANDBOX == "weak")


def attachment(mail: Mail, index: int) -> AttachmentBytes:
    """Return the bytes of one attachment of a kept mail, taken out in the sandbox.

    Raises:
        LookupError: if the mail has no such attachment.

    """
    return sandbox().attachment(blobs.get(mail.digest), index)
