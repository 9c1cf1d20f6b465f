"""Find which service or team a message is about, and which provider outside the council."""

# ruff: noqa: E501 - a list of ways to say one thing reads better on one line

import re
from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_at, fact_rule, find_by_rules
from classify.facts.names import NAME
from classify.reading import Fact, FactField

_SERVICES = (
    ("emergency duty", r"emergency duty team|\bedt\b|out[- ]of[- ]hours (?:team|line|service|social)", "duty|edt|out of|out-of"),
    ("front door", r"\bmash\b|multi[- ]agency safeguarding hub|front door|(?:referral|duty) (?:and assessment )?team|duty (?:social worker|desk)|first response", "mash|hub|front door|team|duty|first response"),
    ("assessment", r"assessment team|(?:single|family|parenting|core|initial|carer'?s?|viability|connected persons?) assessments?|section 47|s\.? ?47|child in need (?:plan|assessment)", "assessment|47|in need"),
    ("child protection", r"child protection(?: plan| team| conference| services?)?|safeguarding team|cp plan|core groups?", "protection|safeguarding team|cp plan|core group"),
    ("conference and review", r"(?:case|child protection|initial|review) conference|(?:looked[- ]after|lac|cla|clc) reviews?|reviewing (?:service|officer)|\biros?\b", "conference|review|iro"),
    ("family contact", r"(?:contact|family|family time) cent(?:re|er)|supervised (?:contact|family time|visits)|family time|contact (?:arrangements?|sessions?|team|service|plan|visits?|supervisor|with my|with the (?:children|kids|boys|girls))", "contact|family|supervised"),
    ("looked-after children", r"looked[- ]after (?:children|child)|children in care(?: team)?|(?:lac|cla) team|placements?(?: team| move)?|care plan|life story|residential (?:unit|placement)|children'?s home", "looked|children in care|lac|cla|placement|care plan|life story|residential|home"),
    ("leaving care", r"leaving care(?: team| grant| service| allowance)?|care leavers?(?: team| offer)?|pathway plan|staying put|personal advis[eo]r|setting up home|16\+ team|through ?care", "leaving|leaver|pathway|staying put|personal advi|setting up|16+|care"),
    ("fostering", r"fostering (?:team|service|panel|allowance|payments?|department)|foster(?:ing)? (?:carer )?(?:allowance|support|approval)|supervising social worker|skills fee", "foster|supervising|skills fee"),
    ("adoption", r"adoption (?:team|support|service|panel|allowance|agency)|post[- ]adoption|letterbox", "adoption|letterbox"),
    ("special guardianship", r"special guardian(?:ship)?(?: support| allowance| team)?|\bsgo\b", "guardian|sgo"),
    ("disabled children", r"(?:disabled children|children with disabilit(?:y|ies))(?:'?s)?(?: team| service)?|\bcwd\b|short breaks?|respite|direct payments?|disability team", "disab|cwd|short break|respite|direct payment"),
    ("early help", r"early help(?: team)?|family (?:hub|support (?:team|service))|children'?s centre|troubled families|supporting families", "early help|family|centre|families"),
    ("youth justice", r"youth (?:offending|justice)(?: team| service)?|\byot\b|\byjs\b", "youth|yot|yjs"),
    ("young carers", r"young carers?(?: team| service)?", "young carer"),
    ("complaints team", r"complaints? (?:team|department|office|unit)|customer (?:relations|services)", "complain|customer"),
    ("special educational needs", r"\behcps?\b|\bsend team\b|\bsen team\b|education,? health and care plan|special educational needs", "ehc|sen|education|special"),
    ("school transport", r"(?:school|home to school|taxi) transport|school (?:bus|taxi)|transport team", "transport|bus|taxi"),
    ("school admissions", r"school (?:admissions?|place|appeal)|admissions team|in[- ]year (?:application|admission)", "school|admission|in-year|in year"),
    ("housing", r"(?:housing (?:team|officer|department|options|repairs|list)|council house|homeless(?:ness)? (?:team|unit|officer))|(?:damp|mould) in (?:my|the|our) (?:flat|house|home)", "hous|homeless|damp|mould"),
    ("council tax and benefits", r"council tax|housing benefit|benefits? (?:team|office)", "council tax|benefit"),
    ("waste and streets", r"\b(?:bins?|bin collection|recycling|pothole|fly ?-?tipping|street ?lights?)\b", "bin|recycl|pothole|tipping|street"),
    ("data protection", r"subject access|data (?:breach|protection)|\bgdpr\b|freedom of information|\bfoi\b|\bsar\b|information (?:rights|governance)", "subject|data|gdpr|information|foi|sar"),
    ("adult social care", r"adult (?:social care|services|safeguarding)|transitions? team", "adult|transition"),
)  # fmt: skip
SERVICE_RULES = tuple(
    fact_rule(f"service.{code.replace(' ', '_')}", pattern if pattern.startswith(r"\b") else rf"\b(?:{pattern})(?!\w)",
              needs=needs, value=code, denied=True, reported=True)
    for code, pattern, needs in _SERVICES
)  # fmt: skip

MOST_SERVICES = 5

_HOME = r"(?:children'?s|kids|care|residential|young people'?s) (?:home|unit)"
_OUTSIDE = (
    r"(?:private(?:ly run|ly owned)?|independent|agency|charity(?:-run| run)?|voluntary|commissioned|contracted"
    r"|outsourced|for[- ]profit)"
)
PROVIDER_RULES = (
    fact_rule("provider.home", (
        rf"\b{_OUTSIDE} {_HOME}\b|\b{_HOME} (?:is |was |are )?(?:run|owned|managed) by (?!the council|you\b|your"
        rf"|social)|\bhome run by (?:a |an )?(?:private|company|charity|firm)\b"
    ), needs="home|unit", value="independent children's home"),
    fact_rule("provider.agency", (
        rf"\b(?:{_OUTSIDE} fostering (?:agency|provider|company)|fostering agency|foster(?:ing)? agency|\bifa\b"
        rf"|agency foster carers?)\b"
    ), needs="agency|ifa|foster", value="independent fostering agency"),
    fact_rule("provider.supported", r"\b(?:supported (?:accommodation|living|lodgings)|semi[- ]independent(?: (?:unit|living|placement|accommodation|home|provider))?|16\+ (?:accommodation|provider)|hostel|foyer)\b", needs="supported|semi|16+|hostel|foyer", value="supported accommodation"),
    fact_rule("provider.adoption_agency", r"\b(?:voluntary|regional|private) adoption agency\b|\badoption agency\b", needs="adoption agency", value="adoption agency"),
    fact_rule("provider.contact_centre", (
        rf"\b{_OUTSIDE} (?:contact|family) cent(?:re|er)\b|\bcontact cent(?:re|er) (?:is )?run by (?!the council"
        rf"|you\b)"
    ), needs="cent", value="independent contact centre"),
    fact_rule("provider.transport", r"\b(?:taxi|transport|minibus|cab) (?:firm|company|contractor)\b", needs="firm|company|contractor", value="transport firm"),
    fact_rule("provider.residential_school", rf"\b(?:residential|{_OUTSIDE} special) school\b", needs="school", value="residential or independent school"),
    fact_rule("provider.charity", r"\b(?:a |the )?(?:charity|voluntary organisation|third sector)\b(?= (?:that|who|which|runs?|you|the council|called|provid\w+|worker|staff))", needs="charity|voluntary|third", value="charity"),
)  # fmt: skip
_NAMED = re.compile(
    rf"\b(?P<name>{NAME}(?: (?:{NAME}|&|and))* (?:House|Lodge|Cottage|Grange|Manor|View|Court|Villa|Hall))\b"
    r"(?=[^.]{0,40}(?i:children'?s home|the home|staff|unit|placement|residential|care home|manager))"
    rf"|\b(?P<firm>{NAME}(?: (?:{NAME}|&))* (?:Fostering|Foster Care|Care Ltd|Homes|Childcare|Care Group|Residential"
    rf"|Supported Living|Limited|Ltd))\b"
)
_OURS = re.compile(r"\bcouncil[- ](?:run|owned)|\bcouncil'?s own\b|\brun by the council\b")


def find_services(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield the services and teams spoken of, in reading order, each once."""
    seen: set[str] = set()
    for fact in find_by_rules(SERVICE_RULES, lines):
        if fact.value not in seen and len(seen) < MOST_SERVICES:
            seen.add(fact.value)
            yield fact


def find_providers(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield who outside the council gives the care; a council's own home is none.

    Source: SI 2006/1738; an independent home's or agency's own procedure comes first.
    """
    yield from find_by_rules(PROVIDER_RULES, [line for line in lines if not _OURS.search(line.low)])
    for line in lines:
        if not _OURS.search(line.low):
            for match in _NAMED.finditer(line.text):
                group = "name" if match["name"] else "firm"
                yield fact_at(FactField.PROVIDER, match[group], line, *match.span(group))
