"""Write the paragraphs of a letter from its words and its case: every value filled, every gap kept as a blank."""

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from letters.amounts import say_points
from letters.asked import Ask, AskKind, say
from letters.conditions import SAID, holds
from letters.draft import FactUsed, LetterCase, LetterId, Paragraph
from letters.fitting import as_line, fit
from letters.point_values import POINT_VALUES, REASON_VALUES, WHICH_POINTS
from letters.tables import TABLES
from letters.value import Value
from letters.values import CASE_VALUES, LISTS, PLACEHOLDER
from letters.wording import ParagraphWords, Words
from routing.assessment import Matter

BLANK: Final = re.compile(r"\[([^\[\]\n]{1,80})\]")
"""How a gap looks in the text: the name of what is missing in square brackets, until a person fills it in."""


OF_POINTS: Final = frozenset({"point", "point_ombudsman", "refusal"})
"""What happens with each point, or why nothing does: where these stand together, they go in the order of the points."""


@dataclass(frozen=True, slots=True)
class Written:
    """Collect a letter while it is written: paragraphs, which checks each answers, facts, and gaps with their cure.

    ``offered`` are paragraphs that stand in no letter by themselves: a person takes them over from the checklist.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    offered: list[Paragraph] = field(default_factory=list)
    satisfies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    facts: dict[str, FactUsed] = field(default_factory=dict)
    blanks: dict[str, str] = field(default_factory=dict)

    def use(self, name: str, value: Value) -> str:
        """Return a value's words and keep it as a fact; an empty one becomes a marked gap."""
        if value.words:
            self.facts.setdefault(name, FactUsed(name=name, value=value.words, source=value.source))
            return value.words
        gap = value.field or name
        self.blanks[gap] = value.cure or f"{gap} is not known; fill it in"
        return f"[{gap}]"


def write_letter(case: LetterCase, letter: LetterId, words: Words) -> Written:
    """Return the paragraphs of a letter in order."""
    written = Written()
    for is_of_points, run in groupby(words.letters[letter], key=lambda template: template.key in OF_POINTS):
        turns = [(template, together) for template in run for together in _turns(template, case, words, letter)]
        for template, together in sorted(turns, key=_first_number) if is_of_points else turns:
            _add(written, template, case, together, words, letter)
    return written


def _turns(
    template: ParagraphWords, case: LetterCase, words: Words, letter: LetterId
) -> list[tuple[Matter | None, ...]]:
    """Return for which points a paragraph is said, one tuple a telling; (None,) for one of the whole case."""
    about = [m for m in (case.assessment.matters if template.each_point else (None,)) if holds(template.when, case, m)]
    return _alike(template, case, about, words, letter)


def _first_number(turn: tuple[ParagraphWords, tuple[Matter | None, ...]]) -> int:
    return min(matter.number for matter in turn[1] if matter)


def _alike(
    template: ParagraphWords, case: LetterCase, about: list[Matter | None], words: Words, letter: LetterId
) -> list[tuple[Matter | None, ...]]:
    """Return the points that share one paragraph, since the same is said of them; each by itself if they do not."""
    if not template.joins_alike:
        return [(matter,) for matter in about]
    found: dict[str, tuple[Matter | None, ...]] = {}
    for matter in about:
        fill = _Filler(written=Written(), case=case, matter=matter, words=words, letter=letter)
        said = fill.fill(" ".join(s.text for s in template.sentences if holds(s.when, case, matter)))
        # A gap names its point: two points that lack something are not alike.
        found[said] = (*found.get(said, ()), matter)
    return list(found.values())


def _add(
    written: Written,
    template: ParagraphWords,
    case: LetterCase,
    together: tuple[Matter | None, ...],
    words: Words,
    letter: LetterId,
) -> None:
    matter = together[0]
    alone = len(case.assessment.matters) == len(together)
    title = template.title_if_alone if alone and template.title_if_alone else template.title
    said = (s.text for s in template.sentences if holds(s.when, case, matter))
    numbers = tuple(each.number for each in together if each)
    fill = _Filler(written=written, case=case, matter=matter, words=words, letter=letter, numbers=numbers)
    paragraph = Paragraph(
        key=f"{template.key}_{matter.number}" if matter else template.key,
        title=fill.fill(title),
        text=_tidy(fill.fill(" ".join(said))),
        origin=template.origin,
        points=_list_points(fill, template.points),
        rows=_fill_table(written, template.rows, case) or _fill_cells(fill, template.table),
    )
    # The same words need no second telling: two points of one procedure go further in the same way.
    if not any((p.title, p.text, p.points) == (paragraph.title, paragraph.text, ()) for p in written.paragraphs):
        (written.offered if template.from_checklist else written.paragraphs).append(paragraph)
        written.satisfies[paragraph.key] = (*template.satisfies, *(f"{template.key}_{number}" for number in numbers))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filler:
    """Put values into placeholders; only those that are asked for are worked out."""

    written: Written
    case: LetterCase
    matter: Matter | None
    words: Words
    letter: LetterId
    numbers: tuple[int, ...] = ()

    def fill(self, text: str) -> str:
        return PLACEHOLDER.sub(self._value, text)

    def _value(self, match: re.Match[str]) -> str:
        name = match[1]
        matter = self.matter
        if name in CASE_VALUES:
            return self.written.use(name, CASE_VALUES[name](self.case))
        if name.startswith(SAID):
            return self.written.use(name, self._said(name.removeprefix(SAID), match))
        if matter is None:
            return f"{{{name}}}"
        if name == WHICH_POINTS:
            return say_points(self.numbers)
        if name in REASON_VALUES and matter.reason is not None:
            return str(getattr(self.words.reasons[matter.reason], REASON_VALUES[name]))
        return self.written.use(f"point_{matter.number}_{name}", POINT_VALUES[name](self.case, matter))

    def _said(self, key: str, match: re.Match[str]) -> Value:
        """Return what a person said, as it goes on in its sentence."""
        value = said_value(self.case, self.words, self.letter, key)
        if not value.words or _ask(self.words, self.letter, key).kind is not AskKind.TEXT:
            return value
        return replace(value, words=fit(value.words, match.string[: match.start()], match.string[match.end() :]))


def said_value(case: LetterCase, words: Words, letter: LetterId, key: str) -> Value:
    """Return what a person said for this letter, as it says it."""
    ask = _ask(words, letter, key)
    cure = f"{ask.label}: nobody has said; write it here"
    return Value(words=say(ask, case.said.get(key, "")), source="said for this letter", field=ask.label, cure=cure)


def _ask(words: Words, letter: LetterId, key: str) -> Ask:
    return next(one for one in words.heads[letter].asks if one.key == key)


def _list_points(fill: "_Filler", name: str) -> tuple[str, ...]:
    if not name:
        return ()
    written, case = fill.written, fill.case
    if name.startswith(SAID):
        lines = tuple(as_line(line) for line in case.said.get(name.removeprefix(SAID), "").split("\n") if line)
        for number, line in enumerate(lines, start=1):
            written.use(f"{name}_{number}", Value(words=line, source="said for this letter"))
        return lines or (fill.fill(f"{{{name}}}"),)
    for matter in case.assessment.matters if name == "points" else ():
        written.use(f"point_{matter.number}_gist", POINT_VALUES["gist"](case, matter))
    items = LISTS[name](case)
    if name != "points":
        for number, item in enumerate(items, start=1):
            written.use(f"{name}_{number}", Value(words=item, source="case"))
    return items


def _fill_table(written: Written, name: str, case: LetterCase) -> tuple[tuple[str, ...], ...]:
    if not name:
        return ()
    table = TABLES[name]
    cells = (tuple(f"{lead}{written.use(fact, value)}" for fact, lead, value in row) for row in table.rows(case))
    return (table.headings, *cells)


def _fill_cells(fill: "_Filler", table: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Return a table of the letter's own words, as a form has it: its empty cells are for the reader to fill in."""
    return tuple(tuple(fill.fill(cell) for cell in row) for row in table)


def _tidy(text: str) -> str:
    """Set right what filling in leaves behind: a sentence that begins small, two full stops, "the The"."""
    text = re.sub(r"\.\.(?!\.)", ".", re.sub(r"  +", " ", text)).strip()
    text = re.sub(r" *\n\n *", "\n\n", re.sub(r"\b([Tt]he) [Tt]he\b", r"\1", text))
    return re.sub(r"(^|[.!?] |\n\n)([a-z])", lambda m: m[1] + m[2].upper(), text)
