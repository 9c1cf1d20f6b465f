"""Word a call about danger: a reference and where to open it. Nothing of a mail, a person or a case can get in.

Whoever reads a telephone's screen over somebody's shoulder must learn nothing from it.
"""

import re
from dataclasses import dataclass
from typing import Final

REFERENCE: Final = re.compile(r"[A-Za-z0-9]{1,12}-\d{4}-\d{3,8}|(?:mail|case) \d+|none")
LINK: Final = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]+/[A-Za-z0-9/_\-]*|")
WHY: Final = {
    "duty": "",
    "unopened": "Nobody has opened it yet.",
    "hour": "Nobody has dealt with it yet.",
    "unconfirmed": "The duty desk has not said that it has it.",
    "unconf_hour": "The duty desk has not said that it has it.",
    "untold": "A referral has not been made yet.",
    "unwritten": "A referral has not been confirmed in writing yet.",
    "unanswered": "No answer to a referral has been noted yet.",
}
"""What each step adds; a council's own step adds nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWords:
    """Hold what a call may say: which case or mail, where it opens ("" if not known), which step, or that it is a test.

    Raises: ValueError for a reference or a link that is not one.
    """

    reference: str
    link: str
    step: str = "duty"
    is_unscreened: bool = False
    is_test: bool = False

    def __post_init__(self) -> None:
        """Let nothing pass but a reference and a link."""
        if not REFERENCE.fullmatch(self.reference) or not LINK.fullmatch(self.link):
            raise ValueError("a call about danger holds a reference and a link, and nothing else")

    @property
    def text(self) -> str:
        """Return the one line that a text message holds."""
        if self.is_test:
            return "Putright: this is a test of the calls about danger. Nothing has happened. You need do nothing."
        may = (
            "A message in Putright could not be read, so nobody has looked for danger in it."
            if self.is_unscreened
            else "A message in Putright may be about danger."
        )
        where = f"Open it now: {self.link}" if self.link else "Sign in to Putright and open it now."
        why = WHY.get(self.step, "")
        return " ".join(filter(None, [may, why, f"Reference {self.reference}.", where]))

    @property
    def subject_line(self) -> str:
        """Return the subject of a mail."""
        if self.is_test:
            return "Putright: test of the calls about danger"
        return f"Putright: open now, reference {self.reference}"

    @property
    def body(self) -> str:
        """Return the text of a mail."""
        if self.is_test:
            return f"{self.text}\n"
        hint = "This mail holds no details on purpose. Please do not answer it: nobody reads the answers."
        return f"{self.text}\n\nIf somebody is in danger at this moment, ring 999.\n\n{hint}\n"
