"""Say on which page of which attachment the evidence that a case keeps stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cases.models import Mail
from cases.monitoring.hiding import overlaps, stretches_of
from cases.plain import message_of
from classify.places import attachment_at, say_place
from classify.reading import ATTACHMENT
from ingest.message import Message

LONGEST_QUOTE = 160
MOST_QUOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Hold words of a message; ``place`` is "letter.pdf, page 3", and "" for words of the mail itself."""

    words: str
    place: str = ""


class Places:
    """Know where the evidence of one mail stands; the mail is opened only if any lies in an attachment."""

    def __init__(self, mail: Mail | None) -> None:
        self._mail = mail

    @cached_property
    def _message(self) -> Message | None:
        return message_of(self._mail) if self._mail and self._mail.text else None

    def is_hidden(self, item: object) -> bool:
        """Say whether a piece of kept evidence lies in monitoring answers that were taken out."""
        return self._mail is not None and overlaps(item, stretches_of(self._mail.taken_out))

    def place_of(self, item: object) -> str:
        """Return the place of one piece of kept evidence, "" if it lies in no attachment.

        Where the file was read again and other words stand there now, it is named without a page: none is better than
        a wrong one.
        """
        if not isinstance(item, dict) or not str(item.get("where", "")).startswith(ATTACHMENT) or not self._message:
            return ""
        where, start, end = str(item["where"]), item.get("start"), item.get("end")
        found = attachment_at(where, self._message)
        if found is None:
            return ""
        if not isinstance(start, int) or not isinstance(end, int) or found.text[start:end] != item.get("quote"):
            return found.filename
        return say_place(where, start, self._message)

    def place_of_words(self, words: str) -> str:
        """Return the place of words that were kept without one, "" if they are the mail's own or are not found."""
        message = self._message
        if not message or not words or words in message.body or words in message.subject:
            return ""
        found = next((each for each in message.attachments if words in each.text), None)
        return say_place(f"{ATTACHMENT}{found.index}", found.text.index(words), message) if found else ""

    def quotes(self, evidence: Sequence[Any]) -> tuple[Quote, ...]:
        """Return the evidence that lies in attachments, the first few pieces of it; the rest is marked in the mail."""
        kept = [item for item in evidence if isinstance(item, dict) and not self.is_hidden(item)]
        said = (Quote(words=_shorten(str(item.get("quote", ""))), place=self.place_of(item)) for item in kept)
        return tuple(dict.fromkeys(quote for quote in said if quote.place))[:MOST_QUOTES]


def _shorten(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1].rstrip()}\u2026"
