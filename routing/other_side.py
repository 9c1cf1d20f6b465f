"""Build the case for the other procedure before a children's matter leaves its own, or is refused. Pure.

What speaks for the children's procedure is looked for in the matter's own words (whose service is it), in what is known
of the writer (may they complain there) and of the child, and in the rule that took it. It is silent where the words
name no service of children's social care: school places, council tax, adults' care and others' workers are no such
thing. The other way round, it speaks up where an outcome of a child-protection conference is kept in the children's
procedure.

Source: Children Act 1989 ss 24D, 26 and 26A; SI 2006/1738 regs 3 to 5; LGSCO 23 008 191 (Central Bedfordshire),
23 021 066 (Nottingham), 24 015 996 (Lewisham), read second-hand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from classify.labels import Flag, Reason, Route, Subject
from classify.reading import Evidence, Fact, FactField
from routing.chain import CHAIN
from routing.childrens_services import CHILD, LISTED, OTHERS, SERVICES, WORKERS
from routing.rules.child_protection_conference import CONFERENCE

MOST_SHOWN: Final = 3
"""Services named of one matter; a fourth adds nothing to the case."""
AROUND: Final = 70
"""Letters of the writer's own words shown on each side of what was found."""
FINDINGS: Final = (
    "LGSCO 23 008 191 (Central Bedfordshire) and 23 021 066 (Nottingham): fault, a children's complaint went corporate",
    "LGSCO 24 015 996 (Lewisham): fault, because it was refused without a reason that could be seen",
)
CONFERENCE_FINDINGS: Final = (
    "LGSCO fact sheet, The Children Act 1989 complaints procedure: enquiries and conferences are outside",
    "Most councils have a conference complaint of their own; the conference's decision stands meanwhile",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold what is known of one matter: the value in force, what was suggested by which rule, and what it rests on.

    ``takes_in_conference``: the council's own page puts conferences inside its children's procedure.
    """

    route: Route
    reason: Reason | None
    suggested: str
    rule: str
    evidence: tuple[Evidence, ...]
    gist: str = ""
    facts: tuple[Fact, ...] = ()
    flags: frozenset[Flag] = frozenset()
    takes_in_conference: bool = False

    @property
    def words(self) -> str:
        """Return the matter's own words; its gist if nobody marked any."""
        return "\n".join(evidence.quote for evidence in self.evidence) or self.gist


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Hold one thing that speaks for the other procedure, with the words it rests on ("" if none) and its source."""

    words: str
    quote: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSide:
    """Hold the case for the other procedure: which one, what speaks for it, what against, and what was found before."""

    toward: Route
    signs: tuple[Sign, ...]
    against: tuple[str, ...]
    findings: tuple[str, ...]


WHO_MAY: Final = "Children Act 1989 ss 24D and 26(3); SI 2006/1738 reg 12"
OWN_WORDS: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        rule.name: rule.hints
        for rule in CHAIN
        if rule.hints
        and rule.reason is None
        and rule.route is not Route.STATUTORY
        and Subject.STATUTORY in rule.subjects
    }
)
"""Rules that take social care out of the children's procedure, with the words they rest on: those prove nothing."""


def case_for_other_side(told: Told) -> OtherSide | None:
    """Return the case for the other procedure, None where there is nothing to say; never more than one for a matter.

    Source: SI 2006/1738 regs 3 to 5 and 12; LGSCO fact sheet, The Children Act 1989 complaints procedure.
    """
    if told.route is Route.STATUTORY:
        return _against_conference(told)
    was_statutory = told.suggested == Route.STATUTORY
    services = _services(told)
    may = _who(told)
    child = _which_child(told)
    worker = _worker(told)
    if _needs_a_change(told) and not was_statutory:
        return None
    is_case = was_statutory or (bool(services) and _may_complain(told)) or bool(worker and (child or may))
    if not is_case:
        return None
    signs = (
        *services,
        *((worker,) if worker and not services else ()),
        *filter(None, (child, may)),
        *_suggestion(told),
    )
    return OtherSide(toward=Route.STATUTORY, signs=signs, against=_against(told, may, child), findings=FINDINGS)


def _needs_a_change(told: Told) -> bool:
    """Say whether only a changed suggestion speaks: a fluency matter names the worker and the child all the same."""
    return told.route is Route.ENGLISH_FLUENCY or (told.reason is not None and told.reason.startswith("efd_"))


def _may_complain(told: Told) -> bool:
    """Say whether nothing speaks against the writer: nobody knows who they are, or they are on the list."""
    known = _capacities(told)
    return not known or any(value in LISTED for value in known)


def _services(told: Told) -> tuple[Sign, ...]:
    words = _own(told)
    found = [(service, match) for service in SERVICES if (match := service.pattern.search(words))]
    return tuple(
        Sign(words=f"The words are about {service.words}", quote=_around(words, match), source=service.source)
        for service, match in found[:MOST_SHOWN]
    )


def _own(told: Told) -> str:
    """Return the matter's words without those on which a rule took it out of the children's procedure."""
    pattern = OWN_WORDS.get(told.rule)
    return pattern.sub("…", told.words) if pattern else told.words


def _worker(told: Told) -> Sign | None:
    if told.rule in OWN_WORDS or OTHERS.search(told.words):
        return None
    match = WORKERS.search(told.words)
    if match is None:
        return None
    return Sign(
        words="They name a worker or service of children's social care",
        quote=_around(told.words, match),
        source="SI 2006/1738 regs 3 to 5",
    )


def _who(told: Told) -> Sign | None:
    fact = next((fact for fact in told.facts if fact.field is FactField.CAPACITY and fact.value in LISTED), None)
    if fact is None:
        return None
    return Sign(words=f"Who writes may complain there: {LISTED[fact.value]}", quote=fact.evidence.quote, source=WHO_MAY)


def _which_child(told: Told) -> Sign | None:
    if match := CHILD.search(told.words):
        return Sign(words="It concerns an individual child", quote=_around(told.words, match), source=WHO_MAY)
    if fact := next((fact for fact in told.facts if fact.field is FactField.CHILD), None):
        return Sign(words="The message names a child", quote=fact.evidence.quote, source=WHO_MAY)
    if Flag.YOUNG_PERSON in told.flags:
        return Sign(words="The person it is for is a child or young person", source=WHO_MAY)
    return None


def _suggestion(told: Told) -> tuple[Sign, ...]:
    if told.suggested != Route.STATUTORY:
        return ()
    return (Sign(words="Putright had suggested the children's procedure for it", source="The rule that took it"),)


def _against(told: Told, may: Sign | None, child: Sign | None) -> tuple[str, ...]:
    known = _capacities(told)
    found = [
        "A rule of its own takes it out of the children's procedure" if told.rule in OWN_WORDS else "",
        "" if may or not known else f"Who writes ({', '.join(known)}) is not on the list of who may complain there",
        "" if known else "In what capacity they write is not known: ask",
        "" if child else "No child is named in it",
        "It also names adults' care, or another body's worker" if OTHERS.search(told.words) else "",
    ]
    return tuple(filter(None, found))


def _capacities(told: Told) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.value for fact in told.facts if fact.field is FactField.CAPACITY))


def _against_conference(told: Told) -> OtherSide | None:
    """Return the case for the corporate procedure where nothing but a conference or enquiry is complained of."""
    match = CONFERENCE.search(told.words)
    if match is None or told.takes_in_conference:
        return None
    rest = CONFERENCE.sub("…", told.words)
    if any(service.pattern.search(rest) for service in SERVICES):
        return None
    sign = Sign(
        words="The words are about a child-protection enquiry or conference itself",
        quote=_around(told.words, match),
        source="SI 2006/1738 regs 3 to 5: section 47 enquiries are not on the list",
    )
    against = ("What a plan promised and nobody did is a service not given: that stays in the children's procedure",)
    return OtherSide(toward=Route.CORPORATE, signs=(sign,), against=against, findings=CONFERENCE_FINDINGS)


def _around(words: str, match: re.Match[str]) -> str:
    """Return what was found with a few words on each side, as they stand."""
    start, end = max(0, match.start() - AROUND), min(len(words), match.end() + AROUND)
    start = words.rfind("\n", start, match.start()) + 1 or (start and words.find(" ", start) + 1)
    cut = words[start:end]
    if end < len(words):
        cut = cut[: max(cut.rfind(" "), match.end() - start)]
    return cut.partition("\n")[0].strip() if "\n" not in match.group() else cut.strip()
