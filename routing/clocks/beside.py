"""Say which clocks run beside a complaint's own: one mail can be a complaint and a request for records, on two clocks.

A clock that runs by other law is never left out because the case is a complaint, nor does it change that clock.
What somebody asked for earlier and complains about now ("my request is late") begins no new clock.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from classify.labels import Flag, Kind
from routing.rule import LONGEST_READ, phrases
from routing.rules.other_body import bodies_named

_OF_SOMEBODY: Final = r"(?:my|our|his|her|their|\w+'s|my \w+'?s)"
OWN_RECORDS: Final = phrases(
    r"(?:d?sar|subject access)(?: request)?",
    rf"cop(?:y|ies) of (?:all )?(?:of )?{_OF_SOMEBODY} (?:\w+ ){{0,3}}(?:files?|records?|notes|data|information)",
    rf"(?:see|read|access to|access|send me) (?:all )?(?:of )?{_OF_SOMEBODY} (?:\w+ ){{0,2}}(?:files?|records?)",
    r"(?:data|information|records|everything|notes) (?:that )?(?:you|the council) (?:hold|have|keep)s? (?:on|about) "
    r"(?:me|us|my|our)",
)
"""Words that ask for what the council holds about the writer or their child."""
FREEDOM: Final = phrases(r"freedom of information", r"foia?", r"environmental information regulations", r"eir")
ABOUT_AN_EARLIER_ONE: Final = phrases(
    r"late|overdue|ignored|ignoring|refused|rejected|chas(?:e|ed|ing)|still (?:not|no|waiting|have|haven't)|never"
    r"|months? ago|weeks? ago|last (?:year|month)|not (?:been )?(?:answered|replied|responded|received)"
    r"|no (?:answer|reply)|already|redacted|withheld|took"
)
"""Words by which a sentence tells of a request made before, and is none itself."""
WENT_ASTRAY: Final = phrases(
    r"data breach",
    r"(?:sent|given|posted|emailed|e-mailed) (?:\w+ ){0,4}to (?:the|a) wrong",
    r"wrong (?:address|person|recipient|family)",
    r"(?:details|address|file|report|letter|information|data|records) (?:was|were|has been|have been|had been|being) "
    r"(?:given|sent|shared|disclosed|lost|stolen|left|posted|leaked)",
    r"(?:shared|disclosed|gave|gave out|told) (?:\w+ ){1,6}without (?:my|our|her|his|their) (?:consent|permission)",
    r"(?:lost|leaked) (?:my|our|his|her|their) (?:\w+ ){0,2}(?:files?|records?|papers|details|data)",
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold one message of a case: when the mailbox had it (aware), and its writer's own words."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNow:
    """Hold what the neighbouring clocks follow from. ``other_bodies`` are the words of matters another body answers.

    ``messages`` are at least one, in the order they came.
    """

    kind: Kind
    messages: tuple[Said, ...]
    flags: frozenset[Flag] = frozenset()
    other_bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Hold one clock that runs beside: its id in ``config/clocks.toml``, why, in whose words, and from which moment."""

    clock: str
    because: str
    began_at: datetime
    quote: str = ""


def clocks_beside(case: CaseNow) -> tuple[Beside, ...]:
    """Return the clocks that run beside a case's own, each once, in the order of ``RULES``.

    Source: each rule's own.
    """
    return tuple(found for rule in RULES for found in rule(case))


def own_records(case: CaseNow) -> Iterator[Beside]:
    """Find a request for one's own records, whatever else the message is. Source: UK GDPR articles 12(3) and 15."""
    for said, quote in _asked(case, OWN_RECORDS):
        yield Beside(clock="sar", because="It asks for records about the person", began_at=said.at, quote=quote)
        return


def freedom_of_information(case: CaseNow) -> Iterator[Beside]:
    """Find a request under freedom of information; any written request for information that is for no own records.

    Source: Freedom of Information Act 2000 s8 (a request need not name the Act) and s10.
    """
    is_request = case.kind is Kind.INFORMATION_REQUEST and not any(_asked(case, OWN_RECORDS))
    for said, quote in _asked(case, FREEDOM):
        # Whoever names the Act only in a later message asked in the first one: the days run from there.
        began_at = case.messages[0].at if is_request else said.at
        yield Beside(clock="foi", because="It asks under freedom of information", began_at=began_at, quote=quote)
        return
    if is_request:
        because = "A written request for information need not name the Act"
        yield Beside(clock="foi", because=because, began_at=case.messages[0].at)


def data_protection_complaint(case: CaseNow) -> Iterator[Beside]:
    """Find a complaint about how personal data was handled. Source: Data Protection Act 2018 s164A."""
    if Flag.DATA_PROTECTION in case.flags:
        because = "It complains of how personal data was handled"
        yield Beside(clock="dp_complaint", because=because, began_at=case.messages[0].at)


def breach(case: CaseNow) -> Iterator[Beside]:
    """Find words of personal data that went astray; a late answer to a request is none. Source: UK GDPR article 33."""
    if Flag.DATA_PROTECTION not in case.flags:
        return
    for said in case.messages:
        if found := WENT_ASTRAY.search(said.words[:LONGEST_READ]):
            because = "Personal data may have gone astray, and we know of it since this message"
            yield Beside(clock="breach", because=because, began_at=said.at, quote=_quote(found))
            return


def adult_care(case: CaseNow) -> Iterator[Beside]:
    """Find a matter for adult social care, whose own clock began when it came to the council. Source: SI 2009/309."""
    if any("adult_care" in bodies_named(words) for words in case.other_bodies):
        because = "A matter of it is for adult social care, which is the council too"
        yield Beside(clock="adult_care", because=because, began_at=case.messages[0].at)


RULES: Final[tuple[Callable[[CaseNow], Iterator[Beside]], ...]] = (
    own_records,
    freedom_of_information,
    data_protection_complaint,
    breach,
    adult_care,
)


def _asked(case: CaseNow, pattern: re.Pattern[str]) -> Iterator[tuple[Said, str]]:
    for said in case.messages:
        for sentence in _SENTENCE.split(said.words[:LONGEST_READ]):
            found = pattern.search(sentence)
            if found and not ABOUT_AN_EARLIER_ONE.search(sentence):
                yield said, _quote(found)


def _quote(found: re.Match[str]) -> str:
    return " ".join(found.group().split())
