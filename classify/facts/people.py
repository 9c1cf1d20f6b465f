"""Find the grown people a message names, each with the role the words beside the name give them."""

import re
from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_at
from classify.facts.names import FULL_NAME, TITLE, is_name, trimmed_name
from classify.facts.roles import ANY_COUNCIL, ANY_FAMILY, ANY_OTHER, role_of
from classify.reading import Fact, FactField

_ROLE = rf"(?P<role>(?i:{ANY_COUNCIL}|{ANY_OTHER}))"
_KIN = rf"(?P<role>(?i:{ANY_FAMILY}))"
_WHO = rf"(?P<name>(?:{TITLE} +)?{FULL_NAME})"
_FORMS = (
    # my social worker, Dana Cole; the manager is called Priya; his guardian (Ms Osei)
    re.compile(
        rf"\b{_ROLE}(?:'s (?:name is|called))?(?:,| -| \(|:)? *(?:(?:is|was|named|called|is called"
        rf"|was called)? *){{0,2}}{_WHO}"
    ),
    # Dana Cole, the social worker; Dana (my PA); Dana is our IRO; Dana who is his worker
    re.compile(
        rf"\b{_WHO}(?:,| -| \()? *(?:(?i:who )?(?i:is|was) )?(?i:the|my|our|his|her|their|your|a|an|then)? *"
        rf"(?:(?i:allocated|new|old|previous|current|former|then|family|child's|children's) ){{0,2}}{_ROLE}\b"
    ),
    # my ex-partner Darren; his dad, Craig
    re.compile(rf"\b(?i:my|our|his|her|their|the)(?: \w+'s)? {_KIN}(?:,| \()? *(?:(?i:called|named) )?{_WHO}"),
    re.compile(rf"\b(?P<role>PC|DC|DS|Dr|Judge|Cllr|Councillor|MP)\.? +{_WHO}"),
    re.compile(rf"\b(?P<title>{TITLE}) +(?P<name>{FULL_NAME})"),
    # my social worker is called dana
    re.compile(rf"\b{_ROLE}(?:'s name)? (?:is|was) ?(?:called|named) (?P<name>[a-z]{{3,14}})\b"),
)
# Which of the forms can fit at all, asked once a sentence.
_ANY_ROLE = re.compile(rf"\b(?:{ANY_COUNCIL}|{ANY_OTHER})")
_ANY_KIN = re.compile(rf"\b(?:{ANY_FAMILY})")
_ANY_TITLE = re.compile(rf"\b(?:{TITLE}|PC|DC|DS|Judge|Councillor|MP)")
_TITLE_ONLY = re.compile(rf"^{TITLE}")
_FROM_TEAM = re.compile(
    rf"\b(?P<name>{FULL_NAME}) (?:from|at|in|of) (?:the |your )?"
    r"(?P<team>(?:[\w'&-]+ ){0,4}(?:team|department|service|services|office|hub|unit))\b"
)
_ANY_TEAM = re.compile(r"\b(?:team|department|services?|office|hub|unit)\b")
_KNOWN_TITLES = {"dr": "doctor", "judge": "judge", "cllr": "councillor", "pc": "police officer", "dc": "police officer",
                 "ds": "police officer"}  # fmt: skip
_TITLES_IN_GREETING = re.compile(r"^\s*(?:dear|hi|hello|good (?:morning|afternoon|evening))\b", re.IGNORECASE)
MOST_PEOPLE = 12


def find_people(lines: Sequence[Line], *, besides: frozenset[str]) -> Iterator[Fact]:
    """Yield each person named once, "Dana Cole (social worker)"; ``besides`` are names already known (the children).

    A name that comes back without a role, or shorter ("Ms Cole"), is the same person.
    """
    seen: dict[str, tuple[str, Line, int, int]] = {}
    for line in lines:
        if _TITLES_IN_GREETING.match(line.text):
            continue
        for name, role, start, end in _people_in(line):
            last = name.split()[-1].lower()
            if set(name.split()) & besides:
                continue
            known = next((key for key in seen if last in key.lower().split() or key.lower() in name.lower()), None)
            if known is None:
                seen[name] = (role, line, start, end)
            elif role and not seen[known][0]:
                seen[known] = (role, *seen[known][1:])
    for name, (role, line, start, end) in list(seen.items())[:MOST_PEOPLE]:
        yield fact_at(FactField.PERSON_NAMED, f"{name} ({role})" if role else name, line, start, end)


def _people_in(line: Line) -> Iterator[tuple[str, str, int, int]]:
    role, kin = bool(_ANY_ROLE.search(line.low)), bool(_ANY_KIN.search(line.low))
    title = bool(_ANY_TITLE.search(line.text))
    gates = (role, role, kin, title, title, role)
    for pattern in (form for form, is_open in zip(_FORMS, gates, strict=True) if is_open):
        for match in pattern.finditer(line.text):
            groups = match.groupdict()
            if re.match(r"['\u2019]s\b|s['\u2019] ", match["name"][-2:]) and match.end("name") < match.end():
                # "Adele's manager" is another person.
                continue
            name = trimmed_name(match["name"])
            bare = _TITLE_ONLY.sub("", name).strip()
            if not bare or (not bare.islower() and not is_name(bare)) or (bare.islower() and len(bare) < 3):
                continue
            said = groups.get("role") or ""
            called = role_of(said) or _KNOWN_TITLES.get(said.lower(), "")
            if groups.get("title"):
                name, called = f"{groups['title']} {name}", _KNOWN_TITLES.get(groups["title"].lower().strip("."), "")
            start = match.start("title") if groups.get("title") else match.start("name")
            shown = name.capitalize() if name.islower() else name
            yield shown, called, start, match.start("name") + len(trimmed_name(match["name"]))
    for match in _FROM_TEAM.finditer(line.text) if _ANY_TEAM.search(line.low) else ():
        if is_name(match["name"]):
            yield match["name"], match["team"].lower(), match.start("name"), match.end("name")
