"""Find which open case a message is about: join only on full agreement, else ask a person "which case?"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.message import Message

SHINGLE_WORDS: Final = 3
NEARLY_SAME: Final = 0.8
"""Share of three-word runs two texts have in common from which they are shown as nearly the same."""
FEWEST_TO_REPEAT: Final = 10
"""A message with fewer words repeats by chance: the second "Any news?" is a second chase."""
SHORT_WORDS: Final = 25
"""A message with fewer words of its own says too little to disagree with a case ("Any news?")."""
SHARED_WORDS: Final = 0.2
"""Share of a longer message's telling words that a case must already hold for the contents to agree."""
TELLING: Final = 5
"""Letters from which a word tells something about what a message is about."""
MOST_COMPARED: Final = 20_000
"""Characters of a text that are compared; what two letters share shows long before."""
WORD: Final = re.compile(r"\w+(?:['\u2019]\w+)*")
EVERYDAY_WORDS: Final = (
    "about after again asked because before being children children's complaint council could dear email emails first "
    "further hello information letter never other please received regards reply response should since social sincerely "
    "still thank thanks their there these thing things think those though times today waiting wanted where which while "
    "without worker would writing written wrote yours yourself"
)
EVERYDAY: Final = frozenset(EVERYDAY_WORDS.split())
"""Words every complaint has: they do not tell what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """Hold what is known of one earlier case, as far as another message can be compared with it.

    ``senders`` are the addresses of its people. ``message_ids`` are those of its mails, ours and theirs. ``texts`` are
    the own words of the mails received, ``digests`` those mails' digests.
    """

    reference: str
    senders: tuple[str, ...]
    message_ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Hold the earlier cases of a message's sender; ``looked`` is false if nobody has looked for them."""

    cases: tuple[KnownCase, ...] = ()
    looked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SameCase:
    """Say where a message belongs, and why in plain words.

    ``joins`` is the reference of the one open case it surely answers, None if there is none. ``ask`` are the
    references a person must choose from. ``repeats`` are those that already hold this mail, or nearly its words: they
    are shown, and nothing is ever merged because of them.
    """

    joins: str | None
    ask: tuple[str, ...]
    words: str
    repeats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signs:
    case: KnownCase
    is_sender: bool
    is_thread: bool
    is_named: bool
    agrees: bool
    repeats: str

    @property
    def is_sure(self) -> bool:
        refers = self.is_thread or self.is_named
        return self.case.is_open and self.is_sender and refers and self.agrees and not self.repeats

    @property
    def is_possible(self) -> bool:
        return self.is_thread or self.is_named or bool(self.repeats) or (self.is_sender and self.case.is_open)

    def words(self) -> str:
        """Return the signs for this case, and those against it, in one sentence."""
        parts = (
            ("same sender", self.is_sender),
            ("answers our mail", self.is_thread),
            ("names our reference", self.is_named),
            (self.repeats, bool(self.repeats)),
            ("but from another address", not self.is_sender),
            ("but tells of something else", not self.agrees),
            ("but the case is closed", not self.case.is_open),
        )
        return f"{self.case.reference}: {', '.join(words for words, is_so in parts if is_so)}."


def find_case(message: Message, candidates: tuple[KnownCase, ...]) -> SameCase:
    """Return the case a message joins, or those a person must choose from, or neither: then it is a new one.

    It joins only if exactly one open case agrees in sender, in reference (our mail answered, or our reference named)
    and in content. A message from somebody else, on something else, or on a closed case waits for a person, since a
    reply put with the wrong family is worse than one that waits.
    """
    signs = tuple(signs for case in candidates if (signs := _compare(message, case)).is_possible)
    repeats = tuple(s.case.reference for s in signs if s.repeats)
    sure = [s for s in signs if s.is_sure]
    referred = [s for s in signs if s.is_thread or s.is_named]
    if len(sure) == 1 and len(referred) == 1:
        return SameCase(joins=sure[0].case.reference, ask=(), words=sure[0].words(), repeats=repeats)
    if not signs:
        return SameCase(joins=None, ask=(), words="No earlier case has this sender, reference or text.")
    ask = tuple(s.case.reference for s in signs)
    return SameCase(joins=None, ask=ask, words=" ".join(s.words() for s in signs), repeats=repeats)


def resemblance(first: str, second: str) -> float:
    """Return how much two texts have in common: the share of their three-word runs that both hold, 0.0 to 1.0.

    >>> resemblance("I have asked three times for a reply", "I HAVE asked, three times, for a reply!")
    1.0
    """
    left, right = _shingles(first), _shingles(second)
    if not (left and right):
        return 0.0
    return len(left & right) / len(left | right)


def _compare(message: Message, case: KnownCase) -> _Signs:
    sender = message.sender.address.strip().casefold()
    earlier = {*message.references, message.in_reply_to} - {""}
    own = message.own_words[:MOST_COMPARED]
    return _Signs(
        case=case,
        is_sender=bool(sender) and sender in {address.strip().casefold() for address in case.senders},
        is_thread=bool(earlier & set(case.message_ids)),
        is_named=_names(f"{message.subject}\n{own}", case.reference),
        agrees=_agrees(own, case),
        repeats=_repeats(message.digest, own, case),
    )


def _names(text: str, reference: str) -> bool:
    # "BCC-2026-0012" must not be found inside "BCC-2026-00123", and people write spaces for hyphens.
    flexible = r"[\s-]*".join(re.escape(part) for part in re.split(r"[\s-]+", reference) if part)
    return bool(flexible) and bool(re.search(rf"(?<!\w){flexible}(?!\w)", text, re.IGNORECASE))


def _agrees(own: str, case: KnownCase) -> bool:
    telling = set(_telling(own))
    if len(WORD.findall(own)) < SHORT_WORDS or not telling:
        return True
    known = {word for text in case.texts for word in _telling(text[:MOST_COMPARED])}
    return len(telling & known) / len(telling) >= SHARED_WORDS


def _telling(text: str) -> Iterator[str]:
    return (word for word in WORD.findall(text.casefold()) if len(word) >= TELLING and word not in EVERYDAY)


def _repeats(digest: str, own: str, case: KnownCase) -> str:
    if digest in case.digests:
        return "the very same mail again"
    is_long = len(WORD.findall(own)) >= FEWEST_TO_REPEAT
    if is_long and any(resemblance(own, text[:MOST_COMPARED]) >= NEARLY_SAME for text in case.texts):
        return "nearly the same words again"
    return ""


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    size = min(SHINGLE_WORDS, len(words))
    return frozenset(tuple(words[i : i + size]) for i in range(len(words) - size + 1)) if words else frozenset()
