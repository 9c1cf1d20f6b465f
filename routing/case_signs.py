"""Weigh what speaks for and against a message belonging to one earlier case, each sign in plain words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.message import Message, SegmentKind
from routing.alike import are_alike
from routing.names import is_name, is_same_name
from routing.reference import find_bare_references, find_references, prefix_of
from routing.resemblance import MOST_COMPARED, WORD, count_words, resemblance, telling_words

NEARLY_SAME: Final = 0.8
"""Share of three-word runs two texts have in common from which they are shown as nearly the same."""
FEWEST_TO_REPEAT: Final = 10
"""A message with fewer words repeats by chance: the second "Any news?" is a second chase."""
SHORT_WORDS: Final = 25
"""A message with fewer words of its own says too little to disagree with a case ("Any news?")."""
SHARED_WORDS: Final = 0.2
"""Share of a longer message's telling words that a case must already hold for the contents to agree."""
SHARED_IN_FILES: Final = 0.1
"""The same for an attached file: a school's letter about the same child has words of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """Hold what is known of one earlier case, as far as another message can be compared with it.

    ``senders`` are the addresses of its own people: whom a letter of the case may go to, never whoever wrote to it.
    ``names`` are those the person goes by, ``children`` those of the children. ``message_ids`` are those of its mails,
    ours and theirs. ``texts`` are the own words of the mails received, ``digests`` those mails' digests, ``files``
    those of their attachments. ``aliases`` are references of cases that were put with this one.
    """

    reference: str
    senders: tuple[str, ...]
    names: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold what a message says of itself, found once and compared with every case.

    ``named`` are the references in its subject and own words, ``hinted`` those in quotations, attachments or without
    our letters. ``signed`` is the name it is signed with, ``children`` those it names.
    """

    message: Message
    own: str
    signed: str = ""
    children: tuple[str, ...] = ()

    @property
    def sender(self) -> str:
        """Return the sender's address."""
        return self.message.sender.address.strip().casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Hold the signs for and against one case, in words; ``repeats`` says how it already holds this mail, or "".

    ``refers`` is true if the message answers a mail of the case or names its reference in its own words, ``hints`` if
    a reference stands only where others wrote it. ``passes_on``: its words come from somebody else's complaint.
    """

    case: KnownCase
    is_sender: bool
    refers: bool
    hints: bool
    agrees: bool
    repeats: str
    passes_on: bool
    is_alike: bool
    for_it: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Return whether sender, reference and content all agree, and nothing at all speaks against it."""
        return self.is_sender and self.refers and self.agrees and not (self.repeats or self.against)

    @property
    def asks(self) -> bool:
        """Return whether a person must say if the message belongs here."""
        if self.refers or self.hints or self.repeats or self.passes_on:
            return True
        return self.is_sender and self.case.is_open and self.agrees

    @property
    def is_near(self) -> bool:
        """Return whether a person should at least see it beside the case."""
        return self.is_sender or self.is_alike

    def words(self) -> str:
        """Return the signs for this case, and those against it, in one sentence."""
        parts = (*self.for_it, *(f"but {words}" for words in self.against))
        return f"{self.case.reference}: {', '.join(parts)}."


def weigh(said: Said, case: KnownCase) -> Signs:
    """Return all signs of one message for one case."""
    message = said.message
    is_sender = bool(said.sender) and said.sender in {address.strip().casefold() for address in case.senders}
    is_thread = bool(({*message.references, message.in_reply_to} - {""}) & set(case.message_ids))
    named, hinted = _named(said, case)
    agrees = _agrees(said, case)
    repeats = _repeats(said, case, is_sender=is_sender)
    passes_on = not is_sender and not repeats and _passes_on(said, case)
    is_alike = any(are_alike(said.own, text) for text in case.texts)
    is_same_id = bool(message.message_id) and message.message_id in case.message_ids and not repeats
    for_it = (
        ("same sender", is_sender),
        ("answers a mail of this case", is_thread),
        ("names our reference", named),
        ("has our reference, but only where others wrote it", hinted and not named),
        ("bears the number (Message-ID) of a mail of this case", is_same_id),
        (repeats, bool(repeats)),
        ("holds the words of this complaint, passed on by somebody else", passes_on),
        ("nearly the same words, from somebody else", is_alike and not (is_sender or repeats or passes_on)),
    )
    return Signs(
        case=case,
        is_sender=is_sender,
        refers=is_thread or named,
        hints=hinted or is_same_id,
        agrees=agrees,
        repeats=repeats,
        passes_on=passes_on,
        is_alike=is_alike,
        for_it=tuple(words for words, is_so in for_it if is_so),
        against=_against(said, case, is_sender=is_sender, agrees=agrees),
    )


def _against(said: Said, case: KnownCase, *, is_sender: bool, agrees: bool) -> tuple[str, ...]:
    message = said.message
    reply_to = message.reply_to.address.strip().casefold() if message.reply_to else ""
    found = (
        ("from another address", not is_sender),
        ("the same address under another name", is_sender and _is_other_name(message.sender.name, case)),
        ("signed with another name", is_sender and _is_other_name(said.signed, case)),
        ("replies to it would go to another address", bool(reply_to) and reply_to != said.sender),
        ("passes on somebody else's message", _forwards(message)),
        ("names another child", _names_other_children(said, case)),
        ("tells of something else", not agrees),
        ("the case is closed", not case.is_open),
    )
    return tuple(words for words, is_so in found if is_so)


def _named(said: Said, case: KnownCase) -> tuple[bool, bool]:
    """Return whether a message names a case itself, and whether its reference stands elsewhere in it."""
    message, prefix = said.message, prefix_of(case.reference)
    ours = {case.reference, *case.aliases}
    addresses = " ".join(person.address for person in (*message.to, *message.cc))
    # The reference in our own Message-ID, or behind a plus in the address they wrote to, is one we gave them.
    given = " ".join((message.subject, said.own, addresses, message.in_reply_to, *message.references))
    others = " ".join((message.quoted_words, *(found.text for found in message.attachments)))
    named = bool(ours & set(find_references(given[: 2 * MOST_COMPARED], prefix)))
    others = others[: 5 * MOST_COMPARED]
    hinted = {*find_references(others, prefix), *find_bare_references(f"{message.subject} {said.own}", prefix)}
    return named, bool(ours & hinted)


def _is_other_name(name: str, case: KnownCase) -> bool:
    known = [one for one in case.names if is_name(one)]
    return bool(known) and is_name(name) and not any(is_same_name(name, one) for one in known)


def _forwards(message: Message) -> bool:
    return any(segment.kind is SegmentKind.FORWARDED for segment in message.segments)


def _names_other_children(said: Said, case: KnownCase) -> bool:
    """Return whether children are named on both sides, and none of the message's anywhere in the case."""
    named = {_bare(words[0]) for child in said.children if (words := WORD.findall(child.casefold()))}
    if not (named and case.children):
        return False
    known = {_bare(word) for text in (*case.texts, *case.children) for word in WORD.findall(text.casefold())}
    return not named & known


def _bare(word: str) -> str:
    """Return a name without the ending of what belongs to it: "Tobi's care plan"."""
    return re.sub(r"['\u2019]s?$", "", word)


def _agrees(said: Said, case: KnownCase) -> bool:
    known: frozenset[str] = frozenset().union(*(telling_words(text) for text in case.texts))
    files = (found.text for found in said.message.attachments)
    return _shares(said.own, known, SHARED_WORDS) and all(_shares(text, known, SHARED_IN_FILES) for text in files)


def _shares(text: str, known: frozenset[str], share: float) -> bool:
    telling = telling_words(text)
    if count_words(text) < SHORT_WORDS or not telling:
        return True
    return len(telling & known) / len(telling) >= share


def _repeats(said: Said, case: KnownCase, *, is_sender: bool) -> str:
    if said.message.digest in case.digests:
        return "the very same mail again"
    if not is_sender:
        return ""
    is_long = count_words(said.own) >= FEWEST_TO_REPEAT
    if is_long and any(resemblance(said.own, text) >= NEARLY_SAME for text in case.texts):
        same_files = {found.digest for found in said.message.attachments} & set(case.files)
        return "nearly the same words again" + (", with the same files" if same_files else "")
    if any(are_alike(found.text, text) for found in said.message.attachments for text in case.texts):
        return "nearly the same words again, in an attached file"
    return ""


def _passes_on(said: Said, case: KnownCase) -> bool:
    """Return whether what somebody forwards or attaches are the words of this case."""
    return any(are_alike(passed, text) for passed in passed_on(said.message) for text in case.texts)


def passed_on(message: Message) -> tuple[str, ...]:
    """Return the texts of a message that may be somebody else's: what it forwards, and what it attaches."""
    forwarded = "\n".join(message.body[s.start : s.end] for s in message.segments if s.kind is SegmentKind.FORWARDED)
    return tuple(text for text in (forwarded, *(found.text for found in message.attachments)) if text.strip())


def list_words(signs: Iterable[Signs]) -> str:
    """Return what was found of several cases, a sentence each."""
    return " ".join(one.words() for one in signs)
