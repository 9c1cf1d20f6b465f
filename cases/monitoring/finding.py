"""Find which stretches of a message hold monitoring answers: the words a flag rests on, and the form around them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cases.monitoring.answers import find_lines
from cases.monitoring.hiding import Stretch, overlaps, stretch, texts_of
from classify.reading import BODY
from config.equalities import default_monitoring
from ingest.message import Message

NEAR: Final = 400
"""How many characters away a line of the same form may begin: further on, an age may be the child's in a report."""
FEWEST_LINES: Final = 2
"""So many questions with their answers in a mail's own text are clearly a form."""


def find_answers(
    message: Message, evidence: Sequence[Mapping[str, Any]], needs: Sequence[Mapping[str, Any]]
) -> list[Stretch]:
    """Return what to hide: the flag's evidence and the lines of the form around it.

    ``needs`` is the evidence of what must be done for the person: those words stay, whatever else they tell.
    """
    texts = texts_of(message)
    found = [
        stretch(item["where"], texts[item["where"]], item["start"], item["end"])
        for item in evidence
        if item.get("where") in texts and texts[item["where"]][item["start"] : item["end"]] == item.get("quote")
    ]
    found += _lines_around(texts, found)
    return [each for each in found if not any(overlaps(item, [each]) for item in needs)]


def find_words(message: Message, line: str) -> list[Stretch]:
    """Return every place of a message at which exactly these words stand, however short."""
    found = []
    for where, text in texts_of(message).items():
        at = text.find(line)
        while at >= 0:
            found.append(stretch(where, text, at, at + len(line)))
            at = text.find(line, at + len(line))
    return found


def _lines_around(texts: Mapping[str, str], found: Sequence[Stretch]) -> list[Stretch]:
    """Return the lines of a form near what was found; without that, those of the mail if they are clearly a form."""
    lines = [
        stretch(where, text, *place)
        for where, text in texts.items()
        for place in find_lines(text, default_monitoring(), any_answer=bool(found))
    ]
    if not found:
        own = [line for line in lines if line.where == BODY]
        return own if len({line.start for line in own}) >= FEWEST_LINES else []
    return [
        line
        for line in lines
        if any(each.where == line.where and abs(each.start - line.start) <= NEAR for each in found)
    ]
