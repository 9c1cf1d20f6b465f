"""Find what a letter's words may not name: a condition, value, list or table nobody knows, an answer not asked for."""

from collections.abc import Iterable, Iterator

from letters.conditions import CASE_CONDITIONS, POINT_CONDITIONS, SAID
from letters.point_values import POINT_VALUES, REASON_VALUES
from letters.tables import TABLES
from letters.values import CASE_VALUES, LISTS, PLACEHOLDER
from letters.wording import LetterHead, ParagraphWords


def faults_of(paragraph: ParagraphWords) -> Iterator[str]:
    """Yield what a paragraph names that no table knows."""
    conditions = CASE_CONDITIONS.keys() | (POINT_CONDITIONS.keys() if paragraph.each_point else frozenset())
    values = CASE_VALUES.keys() | (POINT_VALUES.keys() | REASON_VALUES.keys() if paragraph.each_point else frozenset())
    named = [*paragraph.when, *(name for sentence in paragraph.sentences for name in sentence.when)]
    for name in named:
        if name.removeprefix("not ") not in conditions and not name.removeprefix("not ").startswith(SAID):
            yield f"condition {name!r} is not known; use one of the table in conditions.py"
    texts = (paragraph.title, *(s.text for s in paragraph.sentences), *(c for row in paragraph.table for c in row))
    for name in {name for text in texts for name in PLACEHOLDER.findall(text)} - values:
        if name.startswith(SAID):
            continue
        yield f"{{{name}}} is not known; use one of the tables in values.py and point_values.py"
    if paragraph.points and paragraph.points not in LISTS and not paragraph.points.startswith(SAID):
        yield f"points {paragraph.points!r} is not known; use one of {', '.join(LISTS)}"
    if len({len(row) for row in paragraph.table}) > 1:
        yield 'table: each row must have as many cells as its headings; leave a cell empty with ""'
    if paragraph.rows and paragraph.rows not in TABLES:
        yield f"rows {paragraph.rows!r} is not known; use one of {', '.join(TABLES)}"


def find_unasked(paragraphs: Iterable[ParagraphWords], head: LetterHead) -> Iterator[str]:
    """Yield what a letter's paragraphs say of answers that it asks nobody for."""
    asked = {ask.key for ask in head.asks}
    for paragraph in paragraphs:
        texts = (paragraph.title, *(sentence.text for sentence in paragraph.sentences))
        named = {name for text in texts for name in PLACEHOLDER.findall(text) if name.startswith(SAID)}
        named |= {name for sentence in paragraph.sentences for name in sentence.when} | set(paragraph.when)
        named |= {paragraph.points}
        said = {name.removeprefix("not ").partition("=")[0] for name in named}
        for key in {name.removeprefix(SAID) for name in said if name.startswith(SAID)} - asked:
            yield f"{paragraph.key}: {SAID}{key}: nobody is asked for it; add it as [[ask]]"
