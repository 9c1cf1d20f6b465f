"""Read a rich text document: its words, a form's answers, notes, heads, and the pictures and files inside it.

Rich text that wraps a page of HTML (as Outlook does) is read as that page.
"""

import re

from ingest.documents.document import DocumentText, Source
from ingest.documents.docx import note_hidden, say_once
from ingest.documents.gather import Gathering
from ingest.documents.metafile import as_bitmap_file
from ingest.documents.ole import carve_text, unwrap_object
from ingest.documents.rtf_reading import RtfReading
from ingest.documents.rtf_words import tokens
from ingest.documents.surroundings import is_time_up

_MARKUP = re.compile(rb"\\[a-z]{1,32}-?\d{0,10} ?|[{}]")
_TOKENS_BETWEEN_LOOKS = 20_000
_MOST_CARVED_BYTES = 4_000_000


def read_rtf(source: Source) -> DocumentText:
    """Return a rich text document's words."""
    gathering = Gathering(source, "rich text document")
    reading = RtfReading(most_letters=source.limits.document_characters)
    for number, token in enumerate(tokens(source.data)):
        reading.take(token)
        if reading.is_full or (number % _TOKENS_BETWEEN_LOOKS == 0 and is_time_up()):
            gathering.is_over()
            break
    texts = reading.texts()
    is_small = len(source.data) < _MOST_CARVED_BYTES
    if is_small and not any(texts) and not reading.pictures and (found := carve_text(_MARKUP.sub(b"\n", source.data))):
        # A bracket lost in the head makes a list of fonts of the whole letter.
        texts = [found]
        gathering.note_damage()
    say_once(gathering, texts)
    if reading.is_cut and not source.data.rstrip().endswith(b"}"):
        gathering.note_damage()
    if reading.has_hidden:
        note_hidden(gathering)
    for picture in reading.pictures:
        gathering.open_picture(as_bitmap_file(picture))
    for data in reading.objects:
        name, inside = unwrap_object(data)
        if inside:
            gathering.open_inside(name, inside)
    return gathering.document()
