"""Read the words of one document of any type."""

from config.limits import Limits, default_limits
from ingest.documents.document import DocumentText, Source
from ingest.message import ProblemCode


def read_document(filename: str, declared_type: str, data: bytes, limits: Limits | None = None) -> DocumentText:
    """Return the words of one document; never raises for odd bytes, the trouble stands in ``problems``."""
    source = Source(filename=filename, media_type=declared_type, data=data, limits=limits or default_limits())
    if not data:
        return source.unread(ProblemCode.EMPTY, "The attachment is empty: ask the sender to send it again.")
    return source.unread(ProblemCode.NO_READER, "This type of file must be opened by a person.")
