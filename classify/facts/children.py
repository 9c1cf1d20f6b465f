"""Find the children a message speaks of, by name and with their age if it is given: "Kai (7)"."""

import re
from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_at
from classify.facts.names import NAME, is_name
from classify.reading import Fact, FactField

CHILD_WORDS = (
    "son|daughter|boy|girl|grandson|granddaughter|grandchild|child|baby|brother|sister|niece|nephew|lad|stepson|"
    "stepdaughter|foster son|foster daughter|foster child|eldest|youngest|oldest|middle one|little one|little boy|"
    "little girl|twins|children|boys|girls|sons|daughters|kids|toddler|teenager|grandchildren|siblings"
)
_AGES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
        ]
    )
}
_SMALL = "|".join(list(_AGES)[1:])
_AGE = (
    rf"(?:,?\s*\(?(?:aged?|who(?:'s| is)|is|he's|she's)?\s*(?P<age>\d{{1,2}}|{_SMALL})"
    r"(?:\s*(?:years?|yrs?)?(?:\s*|-)old|\s*yrs?|\)|(?=[,.;)\s]|$)))"
)
_FORMS = (
    re.compile(
        rf"\b(?i:my|our|his|her|their|the)\s+(?:\w+\s+){{0,2}}?(?i:{CHILD_WORDS})s?,?\s+"
        rf"(?:(?i:called|named|is called)\s+)?(?P<name>{NAME})\b{_AGE}?"
        rf"(?:\s*(?:,|and|&)\s+(?P<second>{NAME})\b)?(?:\s*(?:,|and|&)\s+(?P<third>{NAME})\b)?"
    ),
    re.compile(rf"\b(?P<name>{NAME})\s*\((?:(?i:aged?)\s*)?(?P<age>\d{{1,2}})(?:\s*(?i:yrs?|years old))?\)"),
    re.compile(rf"\b(?P<name>{NAME}),?\s+(?i:aged|who is|who's|is)\s+(?P<age>\d{{1,2}})\b(?!\s*(?:%|times|miles|min))"),
    re.compile(rf"\b(?P<name>{NAME}),?\s+(?:(?i:is)\s+)?(?i:my|our)\s+(?i:{CHILD_WORDS})\b{_AGE}?"),
    re.compile(
        rf"\b(?i:my|our)\s+(?P<age>\d{{1,2}}|{_SMALL})[\s-]+(?i:year[\s-]+old)\s+(?:(?i:{CHILD_WORDS})\s+)?"
        rf"(?P<name>{NAME})\b"
    ),
    # Small letters only where an age stands beside: "my son kai (7)"; "my son never" is no name.
    re.compile(
        rf"\b(?i:my|our)\s+(?i:{CHILD_WORDS}),?\s+(?P<name>{NAME}|[a-z]{{2,12}})\s*\(?(?:(?:is"
        rf"|aged?)\s+)?(?P<age>\d{{1,2}})"
        r"(?=\)|\s*(?:years?|yrs?)[\s-]*old|\s*yrs?\b)"
    ),
)
_NO_CHILD = frozenset(
    [
        "is",
        "was",
        "who",
        "aged",
        "age",
        "has",
        "had",
        "now",
        "nearly",
        "almost",
        "about",
        "only",
        "just",
        "under",
        "over",
        "turned",
        "for",
        "at",
    ]
)


def find_children(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield each child named once, at the first place; the age may stand elsewhere."""
    ages: dict[str, str] = {}
    places: dict[str, tuple[Line, int]] = {}
    for line in lines:
        for pattern in _FORMS:
            for match in pattern.finditer(line.text):
                groups = match.groupdict()
                if groups.get("age") and not _age(groups["age"]):
                    # "My father, Mr Sandhu, who is 63" is grown.
                    continue
                for key in ("name", "second", "third"):
                    name = groups.get(key)
                    if not name or not is_name(name) or name.lower() in _NO_CHILD:
                        continue
                    places.setdefault(name, (line, match.start(key)))
                    age = _age(groups.get("age")) if key == "name" else ""
                    if age:
                        ages.setdefault(name, age)
    for name, (line, at) in places.items():
        shown = name.capitalize() if name.islower() else name
        value = f"{shown} ({ages[name]})" if name in ages else shown
        yield fact_at(FactField.CHILD, value, line, at, at + len(name))


def _age(written: str | None) -> str:
    if not written:
        return ""
    number = _AGES.get(written.lower(), int(written) if written.isdigit() else -1)
    return str(number) if 0 <= number <= 25 else ""
