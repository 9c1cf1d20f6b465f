"""Say what a document of a kind not read here is, and give what looks like words in it to the search for danger."""

from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering
from ingest.documents.no_readers import CARVED
from ingest.documents.ole import FAULTS, OleFile, carve_text
from ingest.message import ProblemCode

_WORDPERFECT_SPACES = bytes.maketrans(b"\x80\xcc\xd0", b" \n\n")
_MAYBE = " What looks like words in it stands here, maybe not all and not in order."


def read_carved(source: Source) -> DocumentText:
    """Return what looks like words in a document that no reader here knows, and what it is."""
    gathering = Gathering(source, "document")
    data = source.data
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        data = _streams(data)
    elif data.startswith(b"\xffWPC"):
        data = data.translate(_WORDPERFECT_SPACES)
    text = carve_text(data)
    gathering.say(text)
    gathering.note(ProblemCode.NO_READER, CARVED[source.media_type] + (_MAYBE if text else ""))
    return gathering.document()


def _streams(data: bytes) -> bytes:
    try:
        ole = OleFile(data)
    except FAULTS:
        return data
    return b"\0\0".join(ole.stream("/".join(path)) for path in ole.paths if not path[-1].startswith("\x05"))
