"""Pack a Word file again so that the same content gives the same bytes, whatever the clock says."""

import io
import zipfile
from typing import Final

ALWAYS: Final = (1980, 1, 1, 0, 0, 0)
FIRST: Final = "[Content_Types].xml"


def pack_again(packed: bytes) -> bytes:
    """Return the same parts in a fixed order with a fixed time."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, date_time=ALWAYS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return again.getvalue()
