"""Read the dates people write, absolute or told from the day they write ("last Tuesday", "three weeks ago").

British order: 03/02/2026 is 3 February. What has no year or month is the last such day before the mail, unless the
words look ahead ("next Friday", "he will move on Monday"). A stretch is written as ISO 8601 writes one:
``2026-03-30/2026-04-05`` is the week from 30 March; ``2026-03~`` is about March.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from classify.dates.days import resolve
from classify.dates.words import FIGURE_FORMS, PATTERNS, DateParts

_SIGNS = re.compile(
    r"(?P<past>\b(?:(?:was|were) (?:due|going|meant|supposed|scheduled|listed|booked|planned|arranged|set)|was|were"
    r"|wasn'?t|weren'?t|had|hadn'?t|did|didn'?t|would|should have|came|went|rang|called|told|said|"
    r"promised|agreed|cancelled|stopped|moved|took|taken|left|got|sent|gave|met|happened|supposed|meant|ago|since|"
    r"received|wrote|written|emailed|dated|complained|missed|asked|turned|never|has been|have been|replied|raised)\b)"
    r"|(?P<ahead>\b(?:will|won'?t|shall|going to|gonna|due|next|coming|upcoming|deadline|tomorrow|scheduled|listed|"
    r"booked|planned|arranged|starts|begins|ends|plans? to|please|must|need|needs|is set|(?:is|are) being|moves|"
    r"(?:is|are) (?:moving|leaving|ending|stopping|going|due|on|happening))\b|'ll\b|\b(?:is|are)(?: on| for| at)?$)",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\b(?:by|until|till|before)\b", re.IGNORECASE)
_UP_TO_END = re.compile(r"\b(?:by|until|till|before)\s*(?:the\s*)?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;!?]\s|,\s+(?:and|but|so)\s|\bbecause\b|\balthough\b", re.IGNORECASE)
_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u00a0": " ", "\u2013": "-", "\u2014": "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """Hold a date and where it stands in the text.

    ``value`` is ISO: a day, a month ("2024-06") or year where no more was given, a stretch ("2026-03-30/2026-04-05"),
    with a "~" at the end where it is only about so. ``is_ahead`` is true if it lies after the day of writing.
    """

    value: str
    start: int
    end: int
    is_ahead: bool = False


def find_dates(text: str, *, written_on: date) -> Iterator[FoundDate]:
    """Yield the dates of a text in reading order, none overlapping; what is no real date is left out.

    >>> [d.value for d in find_dates("last Tuesday, and on 3 March", written_on=date(2026, 4, 9))]
    ['2026-04-07', '2026-03-03']
    """
    plain = text.translate(_STRAIGHT)
    low, has_figure = plain.lower(), any(letter.isdigit() for letter in plain)
    taken: list[tuple[int, int]] = []
    found: list[FoundDate] = []
    for name, pattern, needs in PATTERNS:
        if (name in FIGURE_FORMS and not has_figure) or not any(word in low for word in needs):
            continue
        for match in pattern.finditer(plain):
            if any(match.start() < b and match.end() > a for a, b in taken):
                continue
            groups = {key: said for key, said in match.groupdict().items() if said}
            parts = DateParts(name=name, groups=groups, is_ahead=looks_ahead(plain, *match.span()))
            value = resolve(parts, written_on)
            if value:
                taken.append(match.span())
                ahead = value.split("/")[0].rstrip("~") > written_on.isoformat()
                found.append(FoundDate(value=value, start=match.start(), end=match.end(), is_ahead=ahead))
    yield from sorted(found, key=lambda one: one.start)


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Return whether the words around a date speak of what is to come: the sign nearest to its left, else to its right.

    >>> looks_ahead("I will write again: nobody came on Monday", 35, 41)
    False
    """
    cuts = [cut.end() for cut in _CLAUSE.finditer(text, 0, start)]
    before = text[cuts[-1] if cuts else 0 : start]
    signs = list(_SIGNS.finditer(re.sub(r"\s+on$|\s+$", "", before)))
    if signs:
        return bool(signs[-1]["ahead"])
    after = _CLAUSE.split(text[end:], maxsplit=1)[0]
    sign = _SIGNS.search(after)
    return bool(sign["ahead"]) if sign else bool(_UP_TO.match(text, start) or _UP_TO_END.search(before))
