"""Find the points of a complaint in its letter: none lost, none told twice for another, none turned into another."""

import re
from collections.abc import Iterator
from typing import Final

from letters.draft import ACKNOWLEDGEMENTS, Draft, LetterCase, LetterId
from letters.gists import point_words
from letters.item import Find, Item, whole_text

LISTED: Final = ("understanding", "about")
"""The paragraphs that list what somebody complained about."""
TELLING: Final = ACKNOWLEDGEMENTS | {
    LetterId.CONSENT,
    LetterId.MORE_INFORMATION,
    LetterId.OMBUDSMAN,
    LetterId.EXTENSION,
}


def find_points(draft: Draft, case: LetterCase) -> str | None:
    """Find every point, in a list as long as there are or word for word anywhere; the same twice is one point lost."""
    gists = [point_words(case, m) for m in case.assessment.matters]
    wanted = len({_plain(gist) or number for number, gist in enumerate(gists)})
    listed = next((p for p in draft.paragraphs if p.key in LISTED and p.points), None)
    told = {_plain(point) for point in listed.points} if listed else set()
    if listed and len(told) >= wanted:
        return listed.key
    whole = "\n".join(whole_text(p) for p in draft.paragraphs)
    is_doubled = listed is not None and len(told) < len(listed.points)
    return "" if not is_doubled and all(gist and gist in whole for gist in gists) else None


def told_items(case: LetterCase) -> Iterator[Item]:
    """Yield one item for each point: what it is about is still told, by its own words or most of them.

    Words that are the writer's own, in quotation marks, are not taken out without a stated reason.
    """
    for matter in case.assessment.matters:
        if gist := point_words(case, matter):
            yield Item(
                key=f"told_{matter.number}",
                words=f"Point {matter.number}, as the case has it: {gist}",
                find=_tells(gist),
                letters=TELLING,
                must=gist.startswith("“"),
                paragraph=f"point_{matter.number}",
            )


def _tells(gist: str) -> Find:
    words = _long_words(gist)

    def find(draft: Draft, _: LetterCase) -> str | None:
        exact = next((p.key for p in draft.paragraphs if gist in whole_text(p)), None)
        if exact is not None:
            return exact
        listed = ((p.key, point) for p in draft.paragraphs if p.key in LISTED for point in p.points)
        return next((key for key, point in listed if 2 * len(words & _long_words(point)) > len(words)), None)

    return find


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _long_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{4,}", text.lower()))
