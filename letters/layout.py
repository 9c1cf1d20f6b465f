"""Hold the Word file that gives every letter its look: ours, or the one a council made of it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = "layout.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Hold a layout's file; ``is_ours`` says that no council has changed it."""

    content: bytes
    is_ours: bool = False

    @property
    def digest(self) -> str:
        """Return the SHA-256 (hex) of the file: a letter is kept with the layout it was made with."""
        return hashlib.sha256(self.content).hexdigest()


OUR_LAYOUT: Final = Layout(content=(Path(__file__).parent / "templates" / NAME).read_bytes(), is_ours=True)
